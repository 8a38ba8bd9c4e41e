/**
 * Parlance on one machine: a supervisor process with the broker and the five packaged services as its children.
 *
 * <p>All it keeps lies under one folder ({@link io.parlance.local.world.WorldFolder}). The commands learn about a running
 * world from its state file ({@link io.parlance.local.world.WorldState}) and stop it by its pid files.
 */
package io.parlance.local.world;
