package io.parlance.trainer.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parlance.contracts.BaseModelImported;
import io.parlance.trainer.TrainerService;
import io.parlance.trainer.base.BaseStatus;
import io.parlance.trainer.file.FileStanding;
import io.parlance.trainer.job.JobRequestReader.Refusal;
import io.parlance.trainer.run.RunDecision;
import io.parlance.trainer.run.RunPlanner;
import io.parlance.trainer.run.RunRequest;
import io.parlance.trainer.run.TrainingRun;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code /v1/fine_tuning/jobs}. */
@Path("/v1/fine_tuning/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class FineTuningResource {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TrainerService trainer;

    public FineTuningResource(TrainerService trainer) {
        this.trainer = trainer;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response create(byte[] body, @Context UriInfo uri) throws Refusal {
        QueryParameters.none(uri.getQueryParameters());
        JobRequest job = JobRequestReader.read(body);
        BaseModelImported base = base();
        if (!job.model().equals(base.model().id())) {
            throw new Refusal(new ApiError(
                    400,
                    "invalid_request_error",
                    "model is '%s'; fine-tuning starts from the base model in use, '%s'"
                            .formatted(job.model(), base.model().id()),
                    "model",
                    "model_not_found"));
        }
        RunPlanner.Wish wish = new RunPlanner.Wish(
                job.dataset(),
                job.epochs(),
                job.batchSize(),
                job.learningRateMultiplier(),
                job.seed(),
                job.suffix(),
                job.metadata(),
                RunRequest.Trigger.API);
        if (!job.isOnAFile()) {
            return ok(trainer.runs().accept(trainer.planner().plan(base, wish), PATIENCE));
        }
        if (trainer.files().standing(job.dataset(), PATIENCE) instanceof FileStanding.Unknown) {
            throw new Refusal(new ApiError(
                    400,
                    "invalid_request_error",
                    "training_file is '%s', which is no file; upload it with POST /v1/files and purpose fine-tune"
                            .formatted(job.dataset()),
                    "training_file",
                    "file_not_found"));
        }
        return ok(trainer.runs().acceptFile(trainer.planner().plan(base, wish), wish, PATIENCE));
    }

    private BaseModelImported base() throws Refusal {
        return switch (trainer.status()) {
            case BaseStatus.Ready ready -> ready.base();
            case BaseStatus.Importing importing ->
                throw new Refusal(ApiError.unavailable(
                        "the trainer is not ready yet: " + importing.what(), "base_model_not_ready"));
            case BaseStatus.Failed failed ->
                throw new Refusal(
                        ApiError.unavailable("the trainer has no base model: " + failed.why(), "base_model_not_ready"));
        };
    }

    @GET
    public Response list(@Context UriInfo uri) throws Refusal {
        QueryParameters query = QueryParameters.ofJobs(uri.getQueryParameters());
        List<TrainingRun> all = trainer.started().newestFirst().stream()
                .filter(run -> run.request()
                        .metadata()
                        .entrySet()
                        .containsAll(query.metadata().entrySet()))
                .filter(run ->
                        !query.withoutMetadata() || run.request().metadata().isEmpty())
                .toList();
        Page<TrainingRun> page = page(all, query, TrainingRun::id);
        return Response.ok(JobJson.list(page.items().stream().map(this::json).toList(), page.hasMore()))
                .build();
    }

    @GET
    @Path("/{id}")
    public Response retrieve(@PathParam("id") String id, @Context UriInfo uri) throws Refusal {
        QueryParameters.none(uri.getQueryParameters());
        return ok(run(id));
    }

    @POST
    @Path("/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    public Response cancel(@PathParam("id") String id) throws Refusal {
        run(id);
        return switch (trainer.runs().cancel(id, PATIENCE)) {
            case RunDecision.Changed changed -> ok(changed.run());
            case RunDecision.Refused refused ->
                throw new Refusal(new ApiError(
                        400,
                        "invalid_request_error",
                        "job %s cannot be cancelled: %s (%s)"
                                .formatted(
                                        id,
                                        refused.why(),
                                        JobJson.status(refused.run().state())),
                        null,
                        "job_not_cancellable"));
        };
    }

    @POST
    @Path("/{id}/{verb: pause|resume}")
    @Consumes(MediaType.WILDCARD)
    public Response pauseOrResume(@PathParam("id") String id, @PathParam("verb") String verb) throws Refusal {
        run(id);
        throw new Refusal(new ApiError(
                400,
                "invalid_request_error",
                "%s is not supported: jobs run to their end, one after another. Cancel the job with POST /v1/fine_tuning/jobs/%s/cancel and create it again later."
                        .formatted(verb, id),
                null,
                "unsupported_operation"));
    }

    @GET
    @Path("/{id}/events")
    public Response events(@PathParam("id") String id, @Context UriInfo uri) throws Refusal {
        QueryParameters query = QueryParameters.ofParts(uri.getQueryParameters());
        List<ObjectNode> all = JobEvents.newestFirst(run(id), trainer.runs().course(id));
        Page<ObjectNode> page = page(all, query, event -> event.path("id").asText());
        return Response.ok(JobJson.list(page.items(), page.hasMore())).build();
    }

    /** Checkpoints of ours are for going on after a restart; none is offered as a model, so the list is empty. */
    @GET
    @Path("/{id}/checkpoints")
    public Response checkpoints(@PathParam("id") String id, @Context UriInfo uri) throws Refusal {
        QueryParameters query = QueryParameters.ofParts(uri.getQueryParameters());
        run(id);
        Page<ObjectNode> page = page(List.of(), query, event -> event.path("id").asText());
        ObjectNode list = JobJson.list(page.items(), page.hasMore());
        return Response.ok(list.putNull("first_id").putNull("last_id")).build();
    }

    private TrainingRun run(String id) throws Refusal {
        Optional<TrainingRun> run = trainer.started().find(id);
        return run.orElseThrow(() ->
                new Refusal(ApiError.notFound("there is no fine-tuning job '%s'".formatted(id), "fine_tuning_job_id")));
    }

    private static <T> Page<T> page(List<T> all, QueryParameters query, java.util.function.Function<T, String> id)
            throws Refusal {
        return Page.of(all, query.after(), query.limit(), id)
                .orElseThrow(() -> new Refusal(ApiError.badParameter(
                        "after",
                        "after is '%s', which is no id of this list"
                                .formatted(query.after().orElse("")))));
    }

    private Response ok(TrainingRun run) {
        return Response.ok(json(run)).build();
    }

    private ObjectNode json(TrainingRun run) {
        return JobJson.job(run, trainer.runs().course(run.id()), trainer.organization());
    }
}
