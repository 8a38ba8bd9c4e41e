/** Operations that rewrite one turn's text, whatever the other turns say. Total: any text gives a text. */
package io.parlance.preprocess.recipe.text;
