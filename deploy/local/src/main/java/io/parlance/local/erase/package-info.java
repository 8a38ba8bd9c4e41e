/** Asks the gateway for an erasure, follows it, and draws its receipt. */
package io.parlance.local.erase;
