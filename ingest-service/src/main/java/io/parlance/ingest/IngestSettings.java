package io.parlance.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the ingest service. */
@ConfigMapping(prefix = "parlance.ingest")
public interface IngestSettings {

    /** Longest line of an NDJSON stream, or longest single JSON body, in bytes; a longer one is refused, never cut. */
    @WithDefault("8388608")
    @Min(1024)
    @Max(67108864)
    int maxRecordBytes();

    /** Largest Parquet body of POST /v1/conversations in bytes, which is kept on disk while it is read; 1 to 1 TiB. */
    @WithDefault("2147483648")
    @Min(1)
    @Max(1_099_511_627_776L)
    long maxSpoolBytes();

    /** Records on their way to Kafka at a time, over one request; reading waits when so many are unacknowledged. */
    @WithDefault("512")
    @Min(1)
    @Max(10000)
    int maxInFlight();

    /** Records on their way to Kafka at a time, over all requests; 1 to 1,000,000. */
    @WithDefault("4096")
    @Min(1)
    @Max(1_000_000)
    int maxUnacknowledged();

    /** How long Kafka may leave records unacknowledged before new requests are answered with 429. */
    @WithDefault("5s")
    Duration lagPatience();

    /** Rejections that a response lists; all are counted and all are on the topic. */
    @WithDefault("100")
    @Min(0)
    @Max(10000)
    int listedRejections();

    /** Folder of the uploaded files' bytes; instances that share it share the files. */
    @WithDefault("${PARLANCE_DATA:data}/files")
    Path filesDir();

    /** Largest uploaded file in bytes, 1 to 1 TiB; a larger one is refused with 413. */
    @WithDefault("8589934592")
    @Min(1)
    @Max(1_099_511_627_776L)
    long maxFileBytes();

    /** A folder whose files are submitted. */
    @Valid
    Folder folder();

    /** The watched folder. */
    interface Folder {
        /** Where it is; nothing is watched when not set. */
        Optional<Path> path();

        /** How often it is looked at. */
        @WithDefault("2s")
        Duration pollInterval();

        /** How long size and time of a file must stand still before it is taken. */
        @WithDefault("5s")
        Duration settle();
    }

    /** Web pages that are read when somebody asks for it. */
    @Valid
    Pages pages();

    /** Web pages. */
    interface Pages {
        /** The hosts that may be read: {@code host}, {@code *.domain} or {@code host:port}. None are when not set. */
        Optional<List<String>> hosts();

        /** Least time between two requests to one host; its robots.txt may ask for more. */
        @WithDefault("1s")
        Duration interval();

        /** For one whole exchange with a host. */
        @WithDefault("20s")
        Duration timeout();

        /** Longest page in bytes, 1024 to 64 MiB. */
        @WithDefault("4194304")
        @Min(1024)
        @Max(67108864)
        int maxBytes();
    }
}
