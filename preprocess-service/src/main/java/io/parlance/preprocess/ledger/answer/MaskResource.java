package io.parlance.preprocess.ledger.answer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ExamplePrepared;
import io.parlance.contracts.TokenSpan;
import io.parlance.model.text.Tokenizer;
import io.parlance.preprocess.Query;
import io.parlance.preprocess.Refusal;
import io.parlance.preprocess.ledger.RecordKind;
import io.parlance.preprocess.stream.EventJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** An example token by token: what the model reads, and what it is trained on. */
@Path("/v1/examples")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MaskResource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PARTS = 100_000;

    private final Conversations conversations;
    private final PlacedRecords records;
    private final BaseTokenizers tokenizers;

    MaskResource(Conversations conversations, PlacedRecords records, BaseTokenizers tokenizers) {
        this.conversations = conversations;
        this.records = records;
        this.tokenizers = tokenizers;
    }

    @GET
    @Path("/{id}/mask")
    public ObjectNode mask(@PathParam("id") String id, @Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        Query.unlessKnown(query, Set.of("dataset", "part"));
        int part = Query.number(query, "part", 1, MOST_PARTS, 1);
        Conversations.Found found = conversations.find(id, Query.text(query, "dataset"));
        ExamplePrepared example = example(found, part);
        Tokenizer tokenizer = tokenizers.of(example.tokenizerSha256(), example.baseModel());
        BitSet trained = new BitSet();
        for (TokenSpan span : example.trained()) {
            trained.set(span.from(), span.to());
        }
        ObjectNode json = JSON.createObjectNode()
                .put("object", "example.mask")
                .put("id", id)
                .put("dataset", found.dataset())
                .put("part", example.traits().part())
                .put("parts", example.traits().parts())
                .put("base_model", example.baseModel())
                .put("tokenizer_sha256", example.tokenizerSha256());
        json.putObject("tokens").put("total", example.tokens().size()).put("trained", trained.cardinality());
        ArrayNode data = json.putArray("data");
        int[] ids = example.tokens().toArray();
        for (int i = 0; i < ids.length; i++) {
            data.add(token(i, ids[i], tokenizer).put("trained", trained.get(i)));
        }
        return json;
    }

    private ExamplePrepared example(Conversations.Found found, int part) {
        List<ExamplePrepared> newestFirst = records.read(found.of(RecordKind.PREPARED)).reversed().stream()
                .filter(record -> !record.isGone())
                .map(record -> EventJson.read(record.value(), ExamplePrepared.class))
                .toList();
        if (newestFirst.isEmpty()) {
            throw Refusal.notFound(
                    "conversation '%s' of dataset '%s' is no example; GET /v1/conversations/%s says what became of it"
                            .formatted(found.id(), found.dataset(), found.id()),
                    "example_not_found");
        }
        return newestFirst.stream()
                .filter(example -> partOf(example) == part)
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        404,
                        "conversation '%s' has no part %d, it became %s"
                                .formatted(
                                        found.id(),
                                        part,
                                        newestFirst.getFirst().traits().parts() == null
                                                ? "one example"
                                                : newestFirst
                                                                .getFirst()
                                                                .traits()
                                                                .parts()
                                                        + " parts"),
                        "part",
                        "example_not_found"));
    }

    private static int partOf(ExamplePrepared example) {
        return example.traits().part() == null ? 1 : example.traits().part();
    }

    /** A token may be part of a character; its bytes are then said beside the text. */
    private static ObjectNode token(int index, int id, Tokenizer tokenizer) {
        byte[] bytes = tokenizer.bytes(id);
        ObjectNode token = JSON.createObjectNode().put("index", index).put("id", id);
        try {
            token.put(
                    "token",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException partOfACharacter) {
            token.put("token", new String(bytes, StandardCharsets.UTF_8));
            ArrayNode numbers = token.putArray("bytes");
            for (byte b : bytes) {
                numbers.add(Byte.toUnsignedInt(b));
            }
        }
        return tokenizer.isSpecial(id) ? token.put("special", true) : token;
    }
}
