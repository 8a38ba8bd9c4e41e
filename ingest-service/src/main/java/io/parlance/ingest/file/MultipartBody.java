package io.parlance.ingest.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/** The library's reader of multipart bodies, one part after the other; it keeps none of them. */
final class MultipartBody extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {

    FileItemInputIterator parts(InputStream body, String contentType) throws IOException {
        // Any bytes pass through this one; filenameOf makes texts of them.
        setHeaderCharset(StandardCharsets.ISO_8859_1);
        return getItemIterator(new Body(body, contentType));
    }

    /** A part's file name, or null: UTF-8 as browsers and most clients send it, Latin-1 where it is no UTF-8. */
    static String filenameOf(FileItemInput part) {
        String latin = part.getName();
        if (latin == null || latin.chars().anyMatch(c -> c > 0xFF)) {
            return latin; // Of a filename*, which says its charset and was decoded by it.
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException noUtf8) {
            return latin;
        }
    }

    @Override
    public FileItemInputIterator getItemIterator(RequestContext request) throws IOException {
        return super.getItemIterator(request);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext request) throws FileUploadException {
        return super.parseParameterMap(request);
    }

    @Override
    public List<DiskFileItem> parseRequest(RequestContext request) throws FileUploadException {
        return super.parseRequest(request);
    }

    /** A request as the library wants to see it. */
    private record Body(InputStream body, String contentType) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.ISO_8859_1.name();
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return body;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
