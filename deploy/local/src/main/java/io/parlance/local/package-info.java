/** The command line: {@code up, down, status, logs, chat, demo}. Reads the world's folder, talks to its gateway and topics. */
package io.parlance.local;
