/**
 * Training runs: what was asked for, the states a run goes through and who may move it. The rules decide and return;
 * {@code TrainingRuns} keeps and announces what they decided; {@code RunWorker} works runs off one after another. Assumes
 * that nobody else writes {@code training.runs.v1}. Called by the jobs interface and the policy.
 */
package io.parlance.trainer.run;
