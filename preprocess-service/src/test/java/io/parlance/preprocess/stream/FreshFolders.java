package io.parlance.preprocess.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a service under test that shares its folders and its consumer groups with no other. */
public final class FreshFolders {
    private FreshFolders() {}

    /** @param more settings and values by turns */
    public static Map<String, String> settings(String applicationId, String... more) {
        try {
            Path folder = Files.createTempDirectory("parlance-" + applicationId);
            Map<String, String> settings = new HashMap<>();
            settings.put(
                    "parlance.artifacts", folder.resolve("artifacts").toUri().toString());
            settings.put("parlance.state-dir", folder.resolve("state").toString());
            settings.put("parlance.preprocess.watch-interval", "100ms");
            settings.put("parlance.preprocess.application-id", applicationId);
            for (int i = 0; i < more.length; i += 2) {
                settings.put(more[i], more[i + 1]);
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
