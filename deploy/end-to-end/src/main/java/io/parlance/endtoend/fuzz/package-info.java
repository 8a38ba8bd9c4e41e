/**
 * The fuzz drill: valid lines and requests, broken in every way that a seed brings up. No answer may be a 500, no process
 * may end, every refusal says in OpenAI's shape what is wrong and where.
 */
package io.parlance.endtoend.fuzz;
