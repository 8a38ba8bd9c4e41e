/**
 * Reads data in any of the known formats, a record at a time, into OpenAI's chat shape as the JDK's maps and lists, for
 * {@link io.parlance.contracts.ConversationRules} to judge. Knows no HTTP, no Kafka and no other package of this room.
 * Start at {@link io.parlance.ingest.format.RecordReader#open}; {@link io.parlance.ingest.format.FormatCheck} looks a
 * whole file over.
 */
package io.parlance.ingest.format;
