/** What the preprocess service's ledger says of datasets and conversations, drawn for a terminal. */
package io.parlance.local.data;
