package io.parlance.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.inference.request.Refusal;
import io.parlance.inference.serving.ModelOffer;
import io.parlance.inference.serving.ModelShelf;
import io.parlance.inference.serving.ServedModel;
import io.parlance.inference.serving.ShelfOptions;
import io.parlance.inference.serving.ShelfState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/models}, {@code GET /v1/models/{id}} and {@code GET /health}. */
final class ModelsDoor {
    private final ModelShelf shelf;
    private final ShelfOptions options;

    ModelsDoor(ModelShelf shelf, ShelfOptions options) {
        this.shelf = shelf;
        this.options = options;
    }

    void list(Exchange exchange) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        offers().forEach(offer -> data.add(model(offer)));
        exchange.reply(200, json);
    }

    void get(Exchange exchange) {
        String name = exchange.pathRemainder();
        ShelfState state = shelf.state();
        Optional<ModelOffer> found = name.equals(options.alias())
                ? state.active().map(ServedModel::offer)
                : offers().stream().filter(offer -> offer.id().equals(name)).findFirst();
        if (found.isPresent()) {
            exchange.reply(200, model(found.get()));
        } else if (state.active().isEmpty()) {
            exchange.refuse(Refusal.notReady(state.explanation()));
        } else {
            List<String> known = new ArrayList<>(List.of(options.alias()));
            offers().forEach(offer -> known.add(offer.id()));
            exchange.refuse(Refusal.unknownModel(name, known));
        }
    }

    void health(Exchange exchange) {
        ShelfState state = shelf.state();
        if (state.active().isEmpty()) {
            exchange.refuse(Refusal.notReady(state.explanation()));
            return;
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("status", "ok")
                .put("model", state.active().get().id());
        if (!state.isSettled()) {
            json.put("message", state.explanation());
        }
        exchange.reply(200, json);
    }

    /** What serves first, then every base that can be asked for. */
    private List<ModelOffer> offers() {
        ShelfState state = shelf.state();
        List<ModelOffer> offers = new ArrayList<>();
        state.active().ifPresent(model -> offers.add(model.offer()));
        if (options.besideLimit() > 0) {
            state.bases().stream()
                    .filter(base ->
                            offers.stream().noneMatch(offer -> offer.id().equals(base.id())))
                    .forEach(offers::add);
        }
        return offers;
    }

    private static ObjectNode model(ModelOffer offer) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", offer.id())
                .put("object", "model")
                .put("created", offer.since().getEpochSecond())
                .put("owned_by", "parlance");
    }
}
