/**
 * One base URL for all services. Forwards by path, streams both ways, and answers itself, in OpenAI's error shape, when
 * a service is away or a path is unknown. Knows nothing of the bodies that pass.
 */
package io.parlance.local.gateway;
