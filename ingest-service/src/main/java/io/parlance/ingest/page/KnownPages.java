package io.parlance.ingest.page;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What pages said of their version when they were read last. Lost at a restart: a page read again adds nothing. */
final class KnownPages {
    private static final int MOST = 10_000;

    private final Map<String, Version> versions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Version> eldest) {
            return size() > MOST;
        }
    };

    /** @param etag or null @param lastModified or null */
    private record Version(String etag, String lastModified) {}

    /** Headers by which a server can say that nothing changed. @param dataset the page is another one in each */
    synchronized Map<String, String> conditions(String url, String dataset) {
        Map<String, String> headers = new HashMap<>();
        Version version = versions.get(key(url, dataset));
        if (version != null && version.etag() != null) {
            headers.put("if-none-match", version.etag());
        }
        if (version != null && version.lastModified() != null) {
            headers.put("if-modified-since", version.lastModified());
        }
        return headers;
    }

    synchronized void read(String url, String dataset, PageClient.Answer answer) {
        String etag = answer.header("etag");
        String lastModified = answer.header("last-modified");
        if (etag == null && lastModified == null) {
            versions.remove(key(url, dataset));
        } else {
            versions.put(key(url, dataset), new Version(etag, lastModified));
        }
    }

    private static String key(String url, String dataset) {
        return dataset + " " + url;
    }
}
