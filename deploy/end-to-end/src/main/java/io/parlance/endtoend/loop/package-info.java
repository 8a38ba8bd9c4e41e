/** The loop drill: conversations in, a better model out, every process killed once on the way. */
package io.parlance.endtoend.loop;
