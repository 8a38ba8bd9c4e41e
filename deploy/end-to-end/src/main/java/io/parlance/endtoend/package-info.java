/**
 * The whole product, packaged and started as a person starts it, seen from outside: HTTP, Kafka, processes. Tests look at
 * it for a minute or two; drills ({@code parlance drill}) take what time they need.
 */
package io.parlance.endtoend;
