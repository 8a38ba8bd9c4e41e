/** The artifact store: whole models under one manifest, written once, checked by digest when read. */
package io.parlance.model.artifact.store;
