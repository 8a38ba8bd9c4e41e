package io.parlance.model.text;

/**
 * A token that is looked for in the text as it stands, before any splitting.
 *
 * @param special a control token: never found in plain text
 * @param stripsLeft swallows the blanks before it ({@code lstrip})
 * @param stripsRight swallows the blanks after it ({@code rstrip})
 * @param normalized looked for after Unicode normalisation, in what the others left over
 */
record AddedToken(
        int id, String content, boolean special, boolean stripsLeft, boolean stripsRight, boolean normalized) {}
