package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A dataset was fixed as it stood: two windows of offsets, a digest of what they hold, and what was counted in them. The
 * same content has the same id, whenever and from whichever partitions it is read.
 *
 * @param id {@code dsv-} and the digest's first 32 digits
 * @param description the client's, or null
 * @param license of the content, the client's word or address, or null
 * @param creator of the content, the client's word, or null
 * @param createdAt seconds since 1970
 * @param window the examples
 * @param droppedWindow what became no example in the same time, on {@link Topics#EXAMPLES_DROPPED}
 * @param digest SHA-256 over the sorted SHA-256 of every example's content, without offsets and embeddings
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetVersioned(
        String id,
        String dataset,
        String description,
        String license,
        String creator,
        long createdAt,
        DatasetWindow window,
        DatasetWindow droppedWindow,
        String digest,
        DatasetManifest manifest)
        implements Event {
    public DatasetVersioned {
        Check.text("DatasetVersioned", "id", id);
        Check.text("DatasetVersioned", "dataset", dataset);
        Check.present("DatasetVersioned", "window", window);
        Check.present("DatasetVersioned", "droppedWindow", droppedWindow);
        Check.sha256("DatasetVersioned", "digest", digest);
        if (!id.equals(idOf(digest))) {
            throw new IllegalArgumentException(
                    "DatasetVersioned %s: its digest makes it %s".formatted(id, idOf(digest)));
        }
        Check.present("DatasetVersioned", "manifest", manifest);
    }

    /** The id of a version with this digest. */
    public static String idOf(String digest) {
        return "dsv-" + digest.substring(0, 32);
    }

    @Override
    public String topic() {
        return Topics.DATASETS_VERSIONED;
    }

    @Override
    public String key() {
        return dataset + "/" + id;
    }
}
