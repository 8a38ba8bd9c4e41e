package io.parlance.preprocess.ledger.answer;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** The page that draws the ledger's answers in a browser. One file, and nothing from anywhere else. */
@Path("/data")
@RunOnVirtualThread
public class DataPage {
    private static final String PAGE = "/ledger/data.html";
    private static final String ONLY_ITSELF =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @GET
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public Response page() throws IOException {
        try (InputStream page = DataPage.class.getResourceAsStream(PAGE)) {
            if (page == null) {
                throw new IllegalStateException("%s is missing in this build".formatted(PAGE));
            }
            return Response.ok(page.readAllBytes())
                    .header("Content-Security-Policy", ONLY_ITSELF)
                    .header("X-Content-Type-Options", "nosniff")
                    .build();
        }
    }
}
