/** Memory outside of the Java heap. */
package io.parlance.model.memory;
