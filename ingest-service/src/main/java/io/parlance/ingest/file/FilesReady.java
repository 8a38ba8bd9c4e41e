package io.parlance.ingest.file;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the broker was reached and all files are known. */
@Readiness
class FilesReady implements HealthCheck {
    private final UploadedFiles files;

    FilesReady(UploadedFiles files) {
        this.files = files;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("files").status(files.isReady()).build();
    }
}
