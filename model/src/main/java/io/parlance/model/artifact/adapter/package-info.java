/** LoRA adapters in PEFT's format, and weights with an adapter merged in. */
package io.parlance.model.artifact.adapter;
