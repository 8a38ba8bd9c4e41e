/**
 * Where a prepared conversation goes: does it resemble an earlier one of its dataset, which group and stratum is it of,
 * which split. Decides and remembers in memory; what is to be stored is handed back. Called by {@code stream}.
 */
package io.parlance.preprocess.placement;
