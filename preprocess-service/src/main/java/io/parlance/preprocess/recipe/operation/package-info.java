/** What an operation of a recipe is, what it answers, and how it reads its parameters. */
package io.parlance.preprocess.recipe.operation;
