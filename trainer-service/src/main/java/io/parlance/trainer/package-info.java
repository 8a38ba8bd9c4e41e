/** The trainer: imports the base model, takes fine-tuning jobs, trains, exports. Here: its settings and what holds the subjects together. */
package io.parlance.trainer;
