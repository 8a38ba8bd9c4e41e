package io.parlance.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.parlance.contracts.Topic;
import io.parlance.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicCreatorTest {
    @Test
    void makesMissingTopicsWithTheirSettingsAndLeavesTheOthers() throws Exception {
        // Given
        var creator = new TopicCreator(TestBroker.bootstrapServers());
        var monthly = new Topic("creator.monthly.v1", 3, new Topic.Retention.For(Duration.ofDays(30)));
        var newest = new Topic("creator.newest.v1", 1, new Topic.Retention.Compacted());
        var all = new Topic("creator.all.v1", 2, new Topic.Retention.Forever());

        // When
        List<String> made = creator.createMissing(List.of(monthly, newest, all));
        List<String> madeAgain = creator.createMissing(List.of(monthly, newest, all));

        // Then
        assertThat(made).containsExactly(monthly.name(), newest.name(), all.name());
        assertThat(madeAgain).isEmpty();
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            assertThat(setting(admin, monthly, "retention.ms")).isEqualTo("2592000000");
            assertThat(setting(admin, newest, "cleanup.policy")).isEqualTo("compact");
            assertThat(setting(admin, all, "retention.ms")).isEqualTo("-1");
            assertThat(admin.describeTopics(List.of(monthly.name()))
                            .allTopicNames()
                            .get()
                            .get(monthly.name())
                            .partitions())
                    .hasSize(3);
        }
    }

    @Test
    void givesEveryTestTheTopicsOfTheProduct() throws Exception {
        // When
        try (var admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            // Then
            assertThat(admin.listTopics().names().get())
                    .containsAll(Topics.all().stream().map(Topic::name).toList());
        }
    }

    private static String setting(Admin admin, Topic topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
