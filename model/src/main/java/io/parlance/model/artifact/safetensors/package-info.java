/** Reading and writing the safetensors file format, one file or several with an index. */
package io.parlance.model.artifact.safetensors;
