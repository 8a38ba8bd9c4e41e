package io.parlance.preprocess.ledger.answer;

import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.Sha256;
import io.parlance.preprocess.ledger.Books;
import io.parlance.preprocess.ledger.Figures;
import io.parlance.preprocess.ledger.Place;
import io.parlance.preprocess.stream.EventJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import org.jboss.resteasy.reactive.RestQuery;

/** This instance's part of an answer, for the others. The gateway does not lead here. */
@Path("/internal/ledger")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstanceResource {
    private final Books books;

    InstanceResource(Books books) {
        this.books = books;
    }

    @GET
    @Path("/places")
    public List<Place> places(@RestQuery String id) {
        return books.placesHere(id == null ? "" : id);
    }

    /** @param sha256 of the subject's name, in 64 digits */
    @GET
    @Path("/subject-places")
    public List<Place> ofSubject(@RestQuery String sha256) {
        if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
            throw Refusal.badParameter("sha256", "sha256 is no SHA-256 in 64 digits of lower case");
        }
        return books.ofSubjectHere(Sha256.fromDigest(HexFormat.of().parseHex(sha256)));
    }

    /** One JSON a line, and last how many there were. */
    @GET
    @Path("/dataset-places")
    @Produces(MediaType.TEXT_PLAIN)
    public StreamingOutput ofDataset(@RestQuery String dataset) {
        return out -> {
            // Not closed when it fails: the answer would look whole.
            OutputStream lines = new BufferedOutputStream(out, 64 * 1024);
            long count =
                    books.ofDatasetHere(dataset == null ? "" : dataset, place -> line(EventJson.write(place), lines));
            line(Long.toString(count).getBytes(StandardCharsets.US_ASCII), lines);
            lines.flush();
        };
    }

    private static void line(byte[] line, OutputStream out) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("whoever asked for the places has gone", e);
        }
    }

    @GET
    @Path("/figures")
    public Figures figures(@RestQuery String dataset) {
        return books.figuresHere(dataset == null ? "" : dataset);
    }

    @GET
    @Path("/datasets")
    public SortedMap<String, Figures> datasets() {
        return books.allFiguresHere();
    }
}
