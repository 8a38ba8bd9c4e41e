/**
 * Which models are in memory: what is wanted, what serves, what else can be asked for, and the swap between them. Called
 * by the doors (Kafka tells what is wanted, HTTP asks); knows no Kafka and no HTTP.
 */
package io.parlance.inference.serving;
