package io.parlance.ingest.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parlance.contracts.FileUploaded;
import java.util.List;

/**
 * A file in OpenAI's shape, with what we know more of it.
 *
 * @param status uploaded, processed or error
 * @param statusDetails what is wrong with it, or null
 * @param format what it was read as, or null
 * @param accepted conversations submitted from it
 * @param rejected records of it that were refused
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FileJson(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        String filename,
        String purpose,
        FileUploaded.Status status,
        @JsonProperty("status_details") String statusDetails,
        String sha256,
        String format,
        long accepted,
        long rejected) {

    static FileJson of(FileUploaded file) {
        return new FileJson(
                file.id(),
                "file",
                file.bytes(),
                file.createdAt(),
                file.filename(),
                file.purpose(),
                file.status(),
                details(file),
                file.sha256(),
                file.format(),
                file.accepted(),
                file.rejected());
    }

    private static String details(FileUploaded file) {
        if (file.erasure() == null) {
            return file.detail();
        }
        String erased = "its bytes were removed by an erasure; GET /v1/erasures/%s says what else was"
                .formatted(file.erasure());
        return file.detail() == null ? erased : file.detail() + "; " + erased;
    }

    /** One part of the list of files. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(
            String object,
            List<FileJson> data,
            @JsonProperty("has_more") boolean hasMore,
            @JsonProperty("first_id") String firstId,
            @JsonProperty("last_id") String lastId) {

        static Page of(FileQuery.Part part) {
            List<FileJson> data = part.files().stream().map(FileJson::of).toList();
            return new Page(
                    "list",
                    data,
                    part.more(),
                    data.isEmpty() ? null : data.getFirst().id(),
                    data.isEmpty() ? null : data.getLast().id());
        }
    }

    /** A file is gone. @param erasure of all that was made of it, by the name that GET /v1/erasures/{id} knows; or null */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Deleted(String id, String object, boolean deleted, String erasure) {}
}
