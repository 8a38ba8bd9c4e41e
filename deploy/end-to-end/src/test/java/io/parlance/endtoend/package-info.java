/** The whole product, packaged and started as a person starts it, seen from outside: HTTP, Kafka, processes. */
package io.parlance.endtoend;
