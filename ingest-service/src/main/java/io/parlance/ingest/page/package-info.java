/**
 * Web pages as training data: hosts that are allowed by name, by the rules of their robots.txt, at a pace, never from an
 * address that is not public. Off unless hosts are set.
 */
package io.parlance.ingest.page;
