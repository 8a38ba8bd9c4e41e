/** Measurements from the command line, each with its baseline row in the same run. Called by people, never by tests. */
package io.parlance.benchmarks;
