/** Operations that judge a whole conversation by what user and assistant say: it goes on, or it is dropped with figures. */
package io.parlance.preprocess.recipe.filter;
