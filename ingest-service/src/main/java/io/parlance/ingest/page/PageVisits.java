package io.parlance.ingest.page;

import crawlercommons.robots.BaseRobotRules;
import io.parlance.contracts.ConversationSubmitted;
import io.parlance.contracts.Source;
import io.parlance.ingest.ConversationAnnouncements;
import io.parlance.ingest.Examination;
import io.parlance.ingest.IngestSettings;
import io.parlance.ingest.Origin;
import io.parlance.ingest.Receipt;
import io.parlance.ingest.Submission;
import io.parlance.ingest.format.ReadRecord;
import io.parlance.ingest.format.RecordReader;
import io.parlance.ingest.format.UnknownFormat;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Reads pages, each hop of a redirect by the same rules as the first. */
final class PageVisits {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_CRAWL_DELAY = Duration.ofMinutes(1);

    private final IngestSettings settings;
    private final ConversationAnnouncements announcements;
    private final AllowedHosts hosts;
    private final PageClient client;
    private final Robots robots;
    private final HostPace pace;
    private final KnownPages known = new KnownPages();

    PageVisits(IngestSettings settings, ConversationAnnouncements announcements, AddressRule rule, Clock clock) {
        this.settings = settings;
        this.announcements = announcements;
        this.hosts = new AllowedHosts(settings.pages().hosts().orElse(List.of()));
        this.client = new PageClient(
                rule, settings.pages().timeout(), settings.pages().maxBytes());
        this.robots = new Robots(client, hosts, clock);
        this.pace = new HostPace(clock);
    }

    /** @throws Submission.NotAnnounced when Kafka did not take all of it */
    PageOutcome visit(String address, String dataset) throws InterruptedException, Submission.NotAnnounced {
        try {
            URI url = hosts.checked(address);
            for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
                BaseRobotRules rules = robots.of(url);
                if (!rules.isAllowed(url.toString())) {
                    return new PageOutcome.Refused(
                            403,
                            "robots_disallow",
                            rules.isDeferVisits()
                                    ? "robots.txt of %s cannot be read now; ask again later".formatted(url.getHost())
                                    : "robots.txt of %s does not allow %s".formatted(url.getHost(), url));
                }
                Duration wait = pace.turn(url.getRawAuthority(), distance(rules), LONGEST_WAIT);
                if (wait.compareTo(LONGEST_WAIT) > 0) {
                    return new PageOutcome.TooSoon(wait);
                }
                Thread.sleep(wait);
                PageClient.Answer answer = client.get(url, known.conditions(url.toString(), dataset));
                String location = answer.header("location");
                if (answer.status() / 100 != 3 || answer.status() == 304 || location == null) {
                    return outcome(url, dataset, answer);
                }
                url = hosts.checked(url.resolve(location).toString());
            }
            return new PageOutcome.Refused(
                    400, "page_not_readable", "the page redirects more than %d times".formatted(MOST_REDIRECTS));
        } catch (AllowedHosts.Refused e) {
            return new PageOutcome.Refused(e.status(), e.code(), e.getMessage());
        } catch (CheckedSockets.ForbiddenAddress e) {
            return new PageOutcome.Refused(403, "address_not_public", e.getMessage());
        } catch (PageClient.TooLong e) {
            return new PageOutcome.Refused(400, "page_not_readable", "the page " + e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            return new PageOutcome.Refused(502, "page_unreachable", "the page cannot be read: " + e.getMessage());
        }
    }

    private Duration distance(BaseRobotRules rules) {
        Duration told = rules.getCrawlDelay() == BaseRobotRules.UNSET_CRAWL_DELAY
                ? Duration.ZERO
                : Duration.ofMillis(rules.getCrawlDelay());
        Duration most = told.compareTo(LONGEST_CRAWL_DELAY) > 0 ? LONGEST_CRAWL_DELAY : told;
        return most.compareTo(settings.pages().interval()) > 0
                ? most
                : settings.pages().interval();
    }

    private PageOutcome outcome(URI url, String dataset, PageClient.Answer answer)
            throws IOException, InterruptedException, Submission.NotAnnounced {
        if (answer.status() == 304) {
            return new PageOutcome.Unchanged(url);
        }
        if (answer.status() != 200) {
            return new PageOutcome.Refused(
                    answer.status() >= 500 || answer.status() == 429 ? 502 : 400,
                    "page_not_readable",
                    "the host answers with status %d".formatted(answer.status()));
        }
        String type = answer.header("content-type");
        if (!PageText.isReadable(type)) {
            return new PageOutcome.Refused(
                    400,
                    "page_not_readable",
                    "the page is '%s'; HTML and plain text are read".formatted(PageText.type(type)));
        }
        Submission submission = new Submission(
                new Origin("page", url.toString()), announcements, settings.maxInFlight(), settings.listedRejections());
        try (RecordReader records = PageText.records(url, type, answer.body(), dataset, settings.maxRecordBytes())) {
            for (ReadRecord record = records.next(); record != null; record = records.next()) {
                submission.announce(placed(Examination.of(new Origin("page", url.toString()), record), url, record));
            }
        } catch (UnknownFormat e) {
            return new PageOutcome.Refused(400, "page_not_readable", e.getMessage());
        }
        Receipt receipt = submission.await();
        known.read(url.toString(), dataset, answer);
        return new PageOutcome.Submitted(url, receipt);
    }

    /** Without a line: it would be one of the text that was made of the page. */
    private static Examination placed(Examination examination, URI url, ReadRecord record) {
        return switch (examination) {
            case Examination.Failed failed -> failed;
            case Examination.Passed(ConversationSubmitted c) ->
                new Examination.Passed(c.placed(
                        c.id(),
                        c.dataset(),
                        new Source("page", url.toString(), null, record.format().wireName())));
        };
    }
}
