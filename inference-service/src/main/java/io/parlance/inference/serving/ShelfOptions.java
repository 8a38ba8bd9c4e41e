package io.parlance.inference.serving;

import java.time.Duration;

/**
 * @param alias name under which whatever serves can be asked for
 * @param besideLimit models kept in memory besides the one that serves; 0 serves that one only
 * @param retry after which a model that could not be loaded is tried again
 */
public record ShelfOptions(String alias, int besideLimit, Duration retry) {}
