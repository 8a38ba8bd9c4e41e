package io.parlance.trainer.base;

/**
 * A file of a hub repository.
 *
 * @param sha256 of its content when the hub keeps it in large-file storage, else null
 * @param gitBlob git's id of its content, for the other files
 */
record HubFile(String path, long sizeBytes, String sha256, String gitBlob) {
    /** Whether a model needs it: weights, their index, configuration, tokenizer, template. */
    boolean isPartOfAModel() {
        return switch (path) {
            case "config.json",
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "chat_template.jinja",
                    "chat_template.json",
                    "model.safetensors.index.json" -> true;
            default -> isWeights();
        };
    }

    boolean isWeights() {
        return path.matches("model(-\\d+-of-\\d+)?\\.safetensors");
    }
}
