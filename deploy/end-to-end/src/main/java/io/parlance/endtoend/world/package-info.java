/** Worlds to test and to drill: started and stopped through the launcher, seen from outside. */
package io.parlance.endtoend.world;
