/** The events between the services, as records, with the topics they travel on. Knows the JDK and Jackson's annotations only. */
package io.parlance.contracts;
