/**
 * The text of an answer as it grows: tokens become text, stop texts are held back and cut, choices run side by side.
 * Called by the HTTP doors; knows no HTTP and no JSON.
 */
package io.parlance.inference.answer;
