package io.parlance.ingest.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The watched folder on disk: what waits in it, and where finished files go with their reports. */
final class FolderShelves {
    private static final String DONE = "done";
    private static final String REFUSED = "refused";
    private static final Set<String> OWN = Set.of(DONE, REFUSED);
    private static final String REPORT = ".report.json";

    private final Path root;
    private final ObjectMapper json;

    FolderShelves(Path root, ObjectMapper json) {
        this.root = root;
        this.json = json;
    }

    /** The plain files in the folder and its sub-folders, by name; hidden ones are left alone. */
    List<FolderFile> waiting() throws IOException {
        Files.createDirectories(root);
        List<FolderFile> found = new ArrayList<>();
        addFiles(root, null, found);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, FolderShelves::isSubfolder)) {
            for (Path folder : folders) {
                addFiles(folder, folder.getFileName().toString(), found);
            }
        }
        found.sort(Comparator.comparing(FolderFile::place));
        return found;
    }

    private static boolean isSubfolder(Path path) {
        String name = path.getFileName().toString();
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !name.startsWith(".") && !OWN.contains(name);
    }

    private static void addFiles(Path folder, String name, List<FolderFile> found) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                if (!path.getFileName().toString().startsWith(".")) {
                    FolderFile file = FolderFile.at(path, name);
                    if (file != null) {
                        found.add(file);
                    }
                }
            }
        }
    }

    void done(FolderFile file, FolderReport report) throws IOException {
        move(file, DONE, report);
    }

    void refused(FolderFile file, FolderReport report) throws IOException {
        move(file, REFUSED, report);
    }

    /** The report first: a file that is moved has one. */
    private void move(FolderFile file, String shelf, FolderReport report) throws IOException {
        Path folder = file.folder() == null
                ? root.resolve(shelf)
                : root.resolve(shelf).resolve(file.folder());
        Files.createDirectories(folder);
        Path target = free(folder, file.name());
        Path written = folder.resolve("." + target.getFileName() + REPORT);
        Files.write(written, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
        Files.move(
                written,
                folder.resolve(target.getFileName() + REPORT),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Another file of the same name may have been here before: {@code orders.jsonl}, {@code orders-2.jsonl}, ... */
    private static Path free(Path folder, String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        Path target = folder.resolve(name);
        for (int i = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
            target = folder.resolve(stem + "-" + i + ending);
        }
        return target;
    }
}
