/**
 * What a dataset holds, counted in one pass: digest, figures, export lines, Croissant metadata. Knows no Kafka and no
 * HTTP; the package above feeds it one example after the other.
 */
package io.parlance.preprocess.dataset.manifest;
