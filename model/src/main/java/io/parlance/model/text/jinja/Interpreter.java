package io.parlance.model.text.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out statements, writing what they print. */
final class Interpreter {
    private enum Signal {
        NONE,
        BREAK,
        CONTINUE
    }

    private final StringBuilder out;

    private Interpreter(StringBuilder out) {
        this.out = out;
    }

    static String render(List<Statement> statements, Scope scope) {
        StringBuilder out = new StringBuilder();
        new Interpreter(out).all(statements, scope);
        return out.toString();
    }

    private Signal all(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            Signal signal = one(statement, scope);
            if (signal != Signal.NONE) {
                return signal;
            }
        }
        return Signal.NONE;
    }

    private Signal one(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Text text -> out.append(text.text());
            case Statement.Output output -> out.append(Python.str(Evaluator.value(output.expression(), scope)));
            case Statement.If branch -> {
                boolean then = Python.isTrue(Evaluator.value(branch.condition(), scope));
                return all(then ? branch.then() : branch.otherwise(), scope);
            }
            case Statement.For loop -> {
                return loop(loop, scope);
            }
            case Statement.Assign assign ->
                assign(assign.targets(), Evaluator.value(assign.value(), scope), scope, assign.line());
            case Statement.AssignAttribute assign -> {
                if (!(scope.get(assign.namespace()) instanceof Namespace namespace)) {
                    throw TemplateFailure.at(
                            assign.line(),
                            "set: '%s' is no namespace, so it cannot be changed".formatted(assign.namespace()));
                }
                namespace.set(assign.attribute(), Evaluator.value(assign.value(), scope));
            }
            case Statement.Capture capture -> scope.set(capture.target(), render(capture.body(), scope.inner()));
            case Statement.DefineMacro macro -> scope.set(macro.name(), macro(macro, scope));
            case Statement.Scoped scoped -> {
                return all(scoped.body(), scope.inner());
            }
            case Statement.Break b -> {
                return Signal.BREAK;
            }
            case Statement.Continue c -> {
                return Signal.CONTINUE;
            }
        }
        return Signal.NONE;
    }

    private static void assign(List<String> targets, Object value, Scope scope, int line) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return;
        }
        List<Object> parts = Python.items(value, line);
        if (parts.size() != targets.size()) {
            throw TemplateFailure.at(line, "%d values for %d names".formatted(parts.size(), targets.size()));
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private Signal loop(Statement.For loop, Scope scope) {
        List<Object> items = taken(loop, Python.items(Evaluator.value(loop.items(), scope), loop.line()), scope);
        if (items.isEmpty()) {
            return all(loop.otherwise(), scope.inner());
        }
        for (int i = 0; i < items.size(); i++) {
            Scope pass = scope.inner();
            assign(loop.targets(), items.get(i), pass, loop.line());
            pass.set("loop", new LoopState(items, i));
            if (all(loop.body(), pass) == Signal.BREAK) {
                break;
            }
        }
        return Signal.NONE;
    }

    private static List<Object> taken(Statement.For loop, List<Object> items, Scope scope) {
        if (loop.condition() == null) {
            return items;
        }
        List<Object> taken = new ArrayList<>();
        for (Object item : items) {
            Scope test = scope.inner();
            assign(loop.targets(), item, test, loop.line());
            if (Python.isTrue(Evaluator.value(loop.condition(), test))) {
                taken.add(item);
            }
        }
        return taken;
    }

    private static TemplateFunction macro(Statement.DefineMacro macro, Scope definedIn) {
        String[] names =
                macro.parameters().stream().map(Statement.Parameter::name).toArray(String[]::new);
        return arguments -> {
            arguments.expect(names.length, names);
            Map<String, Object> values = new HashMap<>();
            Scope scope = new Scope(values, definedIn);
            for (int i = 0; i < names.length; i++) {
                Statement.Parameter parameter = macro.parameters().get(i);
                boolean given =
                        i < arguments.positional().size() || arguments.named().containsKey(names[i]);
                Object value = given
                        ? arguments.get(i, names[i], null)
                        : parameter.defaultValue() == null
                                ? new Undefined("'" + names[i] + "'")
                                : Evaluator.value(parameter.defaultValue(), scope);
                values.put(names[i], value);
            }
            return render(macro.body(), scope);
        };
    }
}
