/**
 * A trained model into the artifact store: adapter, merged Hugging Face folder, served form, manifest last. Assumes a
 * base model that lies whole in the store. Called by runs.
 */
package io.parlance.trainer.export;
