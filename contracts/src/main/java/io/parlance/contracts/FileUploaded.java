package io.parlance.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What is known of an uploaded file; the newest event of an id holds. Its conversations are the dataset of that name.
 *
 * @param id {@code file-...}
 * @param purpose OpenAI's, such as {@code fine-tune}
 * @param bytes its size
 * @param createdAt seconds since 1970
 * @param format what it was read as, such as {@code openai_chat}; null until that is known
 * @param detail what is wrong with it, when {@link Status#ERROR}; once {@link Status#PROCESSED}, which records were refused; else null
 * @param accepted conversations submitted from it; all of them once {@link Status#PROCESSED}
 * @param rejected records of it that were refused
 * @param erasure by which its bytes were removed, though its owner has not deleted it; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileUploaded(
        String id,
        String filename,
        String purpose,
        long bytes,
        String sha256,
        long createdAt,
        Status status,
        String format,
        String detail,
        long accepted,
        long rejected,
        String erasure)
        implements Event {
    public FileUploaded {
        Check.text("FileUploaded", "id", id);
        Check.text("FileUploaded", "filename", filename);
        Check.text("FileUploaded", "purpose", purpose);
        Check.atLeast("FileUploaded", "bytes", bytes, 0);
        Check.sha256("FileUploaded", "sha256", sha256);
        Check.present("FileUploaded", "status", status);
        Check.atLeast("FileUploaded", "accepted", accepted, 0);
        Check.atLeast("FileUploaded", "rejected", rejected, 0);
        if (status == Status.ERROR) {
            Check.text("FileUploaded", "detail", detail);
        }
    }

    /** With its bytes, unless its owner deletes it. */
    public FileUploaded(
            String id,
            String filename,
            String purpose,
            long bytes,
            String sha256,
            long createdAt,
            Status status,
            String format,
            String detail,
            long accepted,
            long rejected) {
        this(id, filename, purpose, bytes, sha256, createdAt, status, format, detail, accepted, rejected, null);
    }

    /** OpenAI's three. */
    public enum Status {
        /** Its bytes are kept; its conversations are being submitted. */
        @JsonProperty("uploaded")
        UPLOADED,
        /** Every record of it was submitted or refused. */
        @JsonProperty("processed")
        PROCESSED,
        /** It could not be read as a whole. */
        @JsonProperty("error")
        ERROR
    }

    @Override
    public String topic() {
        return Topics.FILES_UPLOADED;
    }

    @Override
    public String key() {
        return id;
    }
}
