/** Asks the gateway for a leak check. */
package io.parlance.local.leak;
