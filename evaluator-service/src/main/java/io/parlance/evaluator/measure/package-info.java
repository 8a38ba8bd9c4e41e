/** Figures and their intervals. Knows numbers and texts only. */
package io.parlance.evaluator.measure;
