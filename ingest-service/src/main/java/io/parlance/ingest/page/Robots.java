package io.parlance.ingest.page;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What hosts say in their robots.txt, kept for a while. One that is not there allows all, one that fails allows nothing. */
final class Robots {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration FAILURE_KEPT = Duration.ofMinutes(1);
    private static final int MOST_HOSTS = 1_000;
    private static final int MOST_REDIRECTS = 5;

    private final PageClient client;
    private final AllowedHosts hosts;
    private final Clock clock;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_HOSTS;
        }
    });

    private record Known(BaseRobotRules rules, Instant until) {}

    Robots(PageClient client, AllowedHosts hosts, Clock clock) {
        this.client = client;
        this.hosts = hosts;
        this.clock = clock;
    }

    /** The rules for us of the host of this address. @throws CheckedSockets.ForbiddenAddress when it is not public */
    BaseRobotRules of(URI url) throws IOException {
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        Known rules = known.get(origin);
        if (rules == null || !clock.instant().isBefore(rules.until())) {
            rules = fetch(origin);
            known.put(origin, rules);
        }
        return rules.rules();
    }

    private Known fetch(String origin) throws IOException {
        String address = origin + "/robots.txt";
        SimpleRobotRulesParser parser = new SimpleRobotRulesParser();
        try {
            URI at = URI.create(address);
            for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
                PageClient.Answer answer = client.get(at, Map.of());
                String location = answer.header("location");
                if (answer.status() / 100 == 3 && location != null) {
                    at = hosts.checked(at.resolve(location).toString());
                } else if (answer.status() == 200) {
                    String type = answer.header("content-type");
                    return keep(
                            parser.parseContent(
                                    address,
                                    answer.body(),
                                    type == null ? "text/plain" : type,
                                    List.of(PageClient.AGENT)),
                            KEPT);
                } else {
                    return keep(parser.failedFetch(answer.status()), answer.status() >= 500 ? FAILURE_KEPT : KEPT);
                }
            }
            // As a file that is not there: RFC 9309, 2.3.1.2.
            return keep(parser.failedFetch(404), KEPT);
        } catch (CheckedSockets.ForbiddenAddress e) {
            throw e;
        } catch (AllowedHosts.Refused | IllegalArgumentException elsewhere) {
            return keep(parser.failedFetch(404), KEPT);
        } catch (IOException unreachable) {
            return keep(parser.failedFetch(503), FAILURE_KEPT);
        }
    }

    private Known keep(BaseRobotRules rules, Duration howLong) {
        return new Known(rules, clock.instant().plus(howLong));
    }
}
