/**
 * What a client asks for: JSON bodies read into records, every parameter honoured or refused by name. Called by the HTTP
 * doors; knows Jackson's tree and the model's records, no HTTP framework.
 */
package io.parlance.inference.request;
