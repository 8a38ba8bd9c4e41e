package io.parlance.ingest.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.jboss.logging.Logger;

/** Reads an upload off its multipart body in the order in which it comes; the file goes to disk at once. */
final class UploadReader {
    /** Kept as they are; only fine-tune files are read. */
    static final List<String> PURPOSES = List.of(Purpose.FINE_TUNE, "evals", "user_data");

    private static final Logger LOG = Logger.getLogger(UploadReader.class);
    private static final int LONGEST_FIELD = 1024;
    private static final int LONGEST_NAME = 255;
    /** So much is still read of a body that is refused, so that the client has a chance to hear why. */
    private static final long READ_ON = 16L << 20;

    private final StoredFiles files;
    private final long maxBytes;

    UploadReader(StoredFiles files, long maxBytes) {
        this.files = files;
        this.maxBytes = maxBytes;
    }

    /** @param contentType the request's, with its boundary @throws IOException when the body ends early */
    Upload read(InputStream body, String contentType) throws IOException, StoredFiles.NotStored {
        Form form = new Form();
        try {
            FileItemInputIterator parts = new MultipartBody().parts(body, contentType);
            while (form.refused == null && parts.hasNext()) {
                take(parts.next(), form);
            }
        } catch (FileUploadException malformed) {
            form.refuse("the body is no multipart/form-data: %s".formatted(malformed.getMessage()), "body");
        }
        Upload outcome = form.outcome();
        if (outcome instanceof Upload.Refused) {
            if (form.file != null) {
                files.discard(form.file);
            }
            readOn(body);
        }
        return outcome;
    }

    /** A body that ends early here changes nothing of the refusal. */
    private static void readOn(InputStream body) {
        try {
            body.skip(READ_ON);
        } catch (IOException ended) {
            LOG.debugf("refused upload not read on: %s", ended.getMessage());
        }
    }

    private void take(FileItemInput part, Form form) throws IOException, StoredFiles.NotStored {
        String field = part.getFieldName();
        if (field == null) {
            form.refuse("a part of the body has no name", "body");
        } else if (!form.seen.add(field)) {
            form.refuse("%s was sent twice".formatted(field), field);
        } else if (field.equals("purpose")) {
            form.purpose = new String(part.getInputStream().readNBytes(LONGEST_FIELD), StandardCharsets.UTF_8);
            if (!PURPOSES.contains(form.purpose)) {
                form.refuse("'%s' is not kept here; expected one of %s".formatted(form.purpose, PURPOSES), "purpose");
            }
        } else if (field.equals("file")) {
            form.filename = MultipartBody.filenameOf(part);
            if (form.filename == null) {
                form.refuse("file has no filename; send it as a file, not as text", "file");
            } else if (!isName(form.filename)) {
                form.refuse(
                        "the filename is empty, longer than %d characters, or has control characters or slashes"
                                .formatted(LONGEST_NAME),
                        "file");
            } else {
                stage(part.getInputStream(), form);
            }
        } else {
            form.refuse("%s is not known here; an upload has purpose and file".formatted(field), field);
        }
    }

    private void stage(InputStream content, Form form) throws IOException, StoredFiles.NotStored {
        try {
            form.file = files.stage(content);
        } catch (StoredFiles.TooLarge e) {
            form.refused = new Upload.Refused(
                    413,
                    "the file has more than %d bytes; split it, or raise parlance.ingest.max-file-bytes"
                            .formatted(maxBytes),
                    "file",
                    "file_too_large");
        }
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
    }

    /** What was read so far. */
    private static final class Form {
        private final Set<String> seen = new HashSet<>();
        private String purpose;
        private String filename;
        private StagedFile file;
        private Upload.Refused refused;

        void refuse(String message, String param) {
            refused = new Upload.Refused(400, message, param, "invalid_value");
        }

        Upload outcome() {
            if (refused == null && purpose == null) {
                refused = missing("purpose", "expected one of " + PURPOSES);
            } else if (refused == null && file == null) {
                refused = missing("file", "send the file's bytes under this name");
            }
            return refused != null ? refused : new Upload.Received(purpose, filename, file);
        }

        private static Upload.Refused missing(String field, String mend) {
            return new Upload.Refused(
                    400, "%s is missing; %s".formatted(field, mend), field, "missing_required_parameter");
        }
    }
}
