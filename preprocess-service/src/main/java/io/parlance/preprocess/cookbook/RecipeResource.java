package io.parlance.preprocess.cookbook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.ApiError;
import io.parlance.preprocess.recipe.Preview;
import io.parlance.preprocess.recipe.Recipe;
import io.parlance.preprocess.recipe.operation.RecipeRefused;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The recipe in use, and what it or another one does to a sample. */
@Path("/v1/recipes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RecipeResource {
    private final RecipeInUse inUse;

    RecipeResource(RecipeInUse inUse) {
        this.inUse = inUse;
    }

    @GET
    public Response inUse(@Context UriInfo uri) {
        return uri.getQueryParameters().isEmpty()
                ? Response.ok(RecipeJson.of(inUse.recipe())).build()
                : noQuery(uri);
    }

    /** Nothing of it is kept, nor counted. */
    @POST
    @Path("/preview")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response preview(byte[] body, @Context UriInfo uri) {
        if (!uri.getQueryParameters().isEmpty()) {
            return noQuery(uri);
        }
        try {
            return Response.ok(preview(body)).build();
        } catch (PreviewRequest.Refused e) {
            return badRequest(ApiError.invalidRequest(e.getMessage(), e.param(), "invalid_value"));
        } catch (RecipeRefused e) {
            return badRequest(new RefusedRecipe(
                    ApiError.invalidRequest(e.getMessage(), "recipe", "invalid_recipe")
                            .error(),
                    e.line()));
        }
    }

    /** @param error as every refusal has it @param line of the recipe, 1-based */
    record RefusedRecipe(ApiError.Details error, int line) {}

    private ObjectNode preview(byte[] body) throws PreviewRequest.Refused {
        PreviewRequest request = PreviewRequest.read(body);
        Recipe recipe = request.recipe() == null ? inUse.recipe() : Recipe.read(request.recipe(), inUse.folder());
        return RecipeJson.of(recipe, request.conversations(), Preview.of(recipe, request.conversations()));
    }

    private static Response noQuery(UriInfo uri) {
        String first = uri.getQueryParameters().keySet().iterator().next();
        return badRequest(ApiError.invalidRequest(
                "query parameter %s is not known here; there are none".formatted(first), first, "unknown_parameter"));
    }

    private static Response badRequest(Object body) {
        return Response.status(Response.Status.BAD_REQUEST).entity(body).build();
    }
}
