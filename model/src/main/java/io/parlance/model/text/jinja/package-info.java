/**
 * The part of the Jinja template language that chat templates use, as Hugging Face runs it: {@code trim_blocks} and
 * {@code lstrip_blocks} on, {@code break} and {@code continue} allowed, nothing that a template could change or reach
 * outside its own variables. Whatever is not known is refused by name with its line. Called by the chat format only.
 */
package io.parlance.model.text.jinja;
