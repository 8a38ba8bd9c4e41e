package io.parlance.preprocess.recipe.operation;

import io.parlance.preprocess.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a recipe's files are in. A recipe may come from anyone, so no name leads out of it. */
public final class RecipeFolder {
    /** For recipes that name no files. */
    public static final RecipeFolder NONE = new RecipeFolder(null);

    private final Path root;

    private RecipeFolder(Path root) {
        this.root = root;
    }

    public static RecipeFolder at(Path root) {
        return new RecipeFolder(root.toAbsolutePath().normalize());
    }

    /** @param name as the recipe has it @param sha256 of its bytes */
    public record Content(String name, String text, String sha256) {}

    /** A name that cannot be followed; the message says why, without what the file holds. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    /** The file of this name, or the files of the folder of this name, in order. */
    List<Content> read(String name) throws Unreadable {
        if (root == null) {
            throw new Unreadable("'%s' cannot be read: this recipe has no folder".formatted(name));
        }
        try {
            Path path = root.resolve(name).normalize();
            if (!path.startsWith(root) || !path.toRealPath().startsWith(root.toRealPath())) {
                throw new Unreadable("'%s' leads out of the recipe's folder".formatted(name));
            }
            if (!Files.isDirectory(path)) {
                return List.of(content(name, path));
            }
            List<Path> inside;
            try (Stream<Path> listed = Files.list(path)) {
                inside = listed.filter(Files::isRegularFile).sorted().toList();
            }
            Stream.Builder<Content> contents = Stream.builder();
            for (Path file : inside) {
                contents.add(content(name + "/" + file.getFileName(), file));
            }
            return contents.build().toList();
        } catch (InvalidPathException | IOException e) {
            throw new Unreadable("'%s' cannot be read in the recipe's folder (%s)"
                    .formatted(name, e.getClass().getSimpleName()));
        }
    }

    private static Content content(String name, Path file) throws IOException, Unreadable {
        byte[] bytes = Files.readAllBytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Content(name, text, Sha256.of(bytes).hex());
        } catch (CharacterCodingException e) {
            throw new Unreadable("'%s' is not in UTF-8".formatted(name));
        }
    }
}
