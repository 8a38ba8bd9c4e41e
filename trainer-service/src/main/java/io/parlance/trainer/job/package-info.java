/**
 * Fine-tuning jobs over HTTP in OpenAI's shape: every parameter is honoured or refused with 400 and its name. Translates
 * to runs and back; decides nothing about them. Called by OpenAI clients.
 */
package io.parlance.trainer.job;
