package io.parlance.inference;

import io.parlance.contracts.ApiError;
import io.parlance.inference.request.Refusal;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Which path leads to which door; every answer without one is in OpenAI's shape too. */
@ApplicationScoped
class ApiRoutes {
    private final Serving serving;

    ApiRoutes(Serving serving) {
        this.serving = serving;
    }

    void open(@Observes Router router) {
        post(router, "/v1/chat/completions", serving.chat()::answer);
        post(router, "/tokenize", serving.tokens()::tokenize);
        post(router, "/detokenize", serving.tokens()::detokenize);
        post(router, "/apply-template", serving.tokens()::applyTemplate);
        get(router, "/tokenizer_info", serving.tokens()::info);
        get(router, "/v1/models", serving.models()::list);
        get(router, "/v1/models/*", serving.models()::get);
        get(router, "/health", serving.models()::health);
        if (serving.servesVllmNames()) {
            get(
                    router,
                    "/metrics",
                    exchange -> exchange.replyText(serving.vllmMetrics().text()));
        }
        router.route("/v1/*").handler(routing -> {
            Exchange exchange = Exchange.of(routing);
            exchange.refuse(Refusal.notFound("There is no %s %s here."
                    .formatted(routing.request().method(), routing.request().path())));
        });
    }

    private void post(Router router, String path, Consumer<Exchange> door) {
        // A body in memory only; nothing is written to disk.
        Route route = router.route(HttpMethod.POST, path)
                .handler(BodyHandler.create(false).setBodyLimit(serving.maxBodyBytes()));
        open(route, door);
        refuseOtherMethods(router, path, "POST");
    }

    private static void get(Router router, String path, Consumer<Exchange> door) {
        open(router.route(HttpMethod.GET, path), door);
        refuseOtherMethods(router, path, "GET");
    }

    private static void open(Route route, Consumer<Exchange> door) {
        route.handler(routing -> {
            Exchange exchange = Exchange.of(routing);
            Thread.ofVirtual().start(() -> {
                try {
                    door.accept(exchange);
                } catch (RuntimeException | StackOverflowError surprise) {
                    exchange.fault(surprise);
                }
            });
        });
        route.failureHandler(ApiRoutes::failed);
    }

    private static void failed(RoutingContext routing) {
        Exchange exchange = Exchange.of(routing);
        if (routing.statusCode() == 413) {
            exchange.refuse(new Refusal(
                    413,
                    ApiError.invalidRequest("The body is too large for any model here.", null, "body_too_large"),
                    OptionalInt.empty()));
        } else if (routing.statusCode() >= 400 && routing.statusCode() < 500) {
            exchange.refuse(new Refusal(
                    routing.statusCode(),
                    ApiError.invalidRequest("The request cannot be read.", null, "invalid_request"),
                    OptionalInt.empty()));
        } else {
            exchange.fault(routing.failure());
        }
    }

    private static void refuseOtherMethods(Router router, String path, String allowed) {
        router.route(path).handler(routing -> {
            routing.response().putHeader("allow", allowed);
            Exchange.of(routing)
                    .refuse(new Refusal(
                            405,
                            ApiError.invalidRequest(
                                    "%s takes %s only.".formatted(path, allowed), null, "method_not_allowed"),
                            OptionalInt.empty()));
        });
    }
}
