/**
 * The demo: a client of the running world, through the gateway and the topics only, as anyone's would be.
 *
 * <p>It goes on when a process of the world is killed: requests are repeated on 503, topics are read again.
 */
package io.parlance.local.demo;
