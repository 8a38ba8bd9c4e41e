package io.parlance.contracts;

/**
 * A big thing in the artifact store, by reference.
 *
 * @param uri of its manifest, such as {@code file:///data/artifacts/models/m-1/manifest.json}
 * @param sha256 of the manifest, which holds the digests of every part
 * @param bytes size of the whole, parts included
 */
public record ArtifactRef(String uri, String sha256, long bytes) {
    public ArtifactRef {
        Check.text("ArtifactRef", "uri", uri);
        Check.sha256("ArtifactRef", "sha256", sha256);
        Check.atLeast("ArtifactRef", "bytes", bytes, 1);
    }
}
