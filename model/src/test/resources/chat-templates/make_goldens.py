"""Renders the templates beside this script, and the snippets in snippets.json, with Jinja2 set up as Hugging Face's
transformers sets it up for chat templates (ImmutableSandboxedEnvironment, trim_blocks, lstrip_blocks, loop controls,
its own tojson, raise_exception, strftime_now; the generation tag writes its body). Made with Jinja2 3.1.6:

    python3 -m venv venv && venv/bin/pip install jinja2==3.1.6 && venv/bin/python make_goldens.py

writes goldens.json: {"renderings": [{template, variables, text | error}], "snippets": [{source, variables, text | error}]}.
"""
import datetime, json, pathlib
import jinja2, jinja2.ext, jinja2.sandbox, jinja2.nodes

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 11, 3, 9, 5, 7)


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.Scope(body, lineno=line)


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


env = jinja2.sandbox.ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = lambda format: NOW.strftime(format)


def attempt(source, variables):
    try:
        return {"text": env.from_string(source).render(**variables)}
    except Exception as e:
        return {"error": type(e).__name__ + ": " + str(e)}


def m(role, content):
    return {"role": role, "content": content}


CONVERSATIONS = [
    [m("user", "Hi"), m("assistant", "Hello! How can I help?")],
    [m("system", "Be brief."), m("user", "2+2?"), m("assistant", "4"), m("user", "and 10/4?"), m("assistant", "2.5")],
    [m("user", "  spaces \n inside "), m("assistant", "\n\u00e9\U0001f44d\n")],
    [m("system", " You   trim? "), m("user", "a\r\nb\tc {{ not }} {% code %} {# here #}"), m("assistant", "it's \"quoted\" \\n")],
    [m("user", ""), m("assistant", "")],
    [m("user", "q1"), m("assistant", "<think>\nhmm\n</think>\n\na1"), m("user", "q2"), m("assistant", "<think>\nso\n</think>\n\na2")],
    [m("user", "one"), m("user", "two"), m("assistant", "three")],
    [m("assistant", "I speak first."), m("user", "So you do.")],
    [m("user", "\u4f60\u597d <|im_end|> \u212a"), m("assistant", "</s><|eot_id|>"), m("critic", "odd role"), m("tool", "42")],
]
TOOLS = [{"type": "function", "function": {"name": "weather", "description": "d\u00e9j\u00e0 \"vu\" <b>", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}, "n": {"type": "integer", "default": 3, "f": 0.5}},
    "required": ["city"], "empty": {}, "none": None, "yes": True, "list": []}}}]
TOOL_CALL = [m("user", "Weather?"),
             {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "weather", "arguments": {"city": "K\u00f6ln", "n": 1}}}]},
             m("tool", "sunny"), m("tool", "warm"), m("assistant", "Sunny.")]

renderings = []
for path in sorted(HERE.glob("*.jinja")):
    source = path.read_text(encoding="utf-8")
    for conversation in CONVERSATIONS + [TOOL_CALL]:
        for tools in (None, TOOLS):
            if tools and conversation is not TOOL_CALL and conversation is not CONVERSATIONS[1]:
                continue
            for opened in (False, True):
                variables = {"messages": conversation, "tools": tools, "documents": None,
                             "add_generation_prompt": opened, "bos_token": "<s>", "eos_token": "</s>"}
                renderings.append({"template": path.name, "variables": variables, **attempt(source, variables)})

snippets = []
for snippet in json.loads((HERE / "snippets.json").read_text(encoding="utf-8")):
    source, variables = (snippet, {}) if isinstance(snippet, str) else snippet
    snippets.append({"source": source, "variables": variables, **attempt(source, variables)})

(HERE / "goldens.json").write_text(
    json.dumps({"renderings": renderings, "snippets": snippets}, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
print(len(renderings), "renderings,", sum("error" in r for r in renderings), "refused;",
      len(snippets), "snippets,", [(s["source"], s["error"]) for s in snippets if "error" in s])
