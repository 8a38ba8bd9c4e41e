package io.parlance.model.text;

import io.parlance.model.text.jinja.JinjaTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chat template with the values it sees besides the conversation. */
record ChatTemplate(String source, JinjaTemplate template, Map<String, Object> variables) {
    String render(List<ChatMessage> conversation, boolean openAssistantTurn) {
        Map<String, Object> all = new HashMap<>(variables);
        List<Object> messages = new ArrayList<>(conversation.size());
        for (ChatMessage message : conversation) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("role", message.role());
            fields.put("content", message.content());
            messages.add(fields);
        }
        all.put("messages", messages);
        all.put("add_generation_prompt", openAssistantTurn);
        return template.render(all);
    }

    String sha256() {
        return new Sha256().add(source).hex();
    }
}
