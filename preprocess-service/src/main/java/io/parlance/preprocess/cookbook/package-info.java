/** The recipe in use: read when the service starts, counted as it works, shown and tried out over HTTP. */
package io.parlance.preprocess.cookbook;
