/**
 * Apache Kafka as a child process, for the launcher and for every test that needs a real broker.
 *
 * <p>The broker's own jars are no part of any class path of ours: module {@code deploy/broker/kafka} copies them
 * to a folder, {@link io.parlance.broker.BrokerProcess} starts a JVM on it. Called by {@code deploy/local} and, through
 * {@link io.parlance.broker.TestBroker} and {@link io.parlance.broker.BrokerTestResource}, by the services' tests.
 */
package io.parlance.broker;
