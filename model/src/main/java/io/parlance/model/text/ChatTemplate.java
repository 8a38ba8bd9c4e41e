package io.parlance.model.text;

import io.parlance.model.text.jinja.JinjaTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A chat template with the values it sees besides the conversation. */
record ChatTemplate(String source, JinjaTemplate template, Map<String, Object> variables) {
    String render(Conversation conversation, boolean openAssistantTurn) {
        Map<String, Object> all = new HashMap<>(variables);
        List<Object> messages = new ArrayList<>(conversation.messages().size());
        for (ChatMessage message : conversation.messages()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("role", message.role());
            fields.put("content", message.content());
            if (!message.toolCalls().isEmpty()) {
                fields.put("tool_calls", TemplateValues.copies(message.toolCalls(), UnaryOperator.identity()));
            }
            if (message.toolCallId() != null) {
                fields.put("tool_call_id", message.toolCallId());
            }
            messages.add(fields);
        }
        all.put("messages", messages);
        if (!conversation.tools().isEmpty()) {
            all.put("tools", TemplateValues.copies(conversation.tools(), UnaryOperator.identity()));
        }
        all.put("add_generation_prompt", openAssistantTurn);
        return template.render(all);
    }

    String sha256() {
        return new Sha256().add(source).hex();
    }
}
