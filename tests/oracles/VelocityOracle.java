import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/**
 * Renders templates with Apache Velocity itself: templates come on standard input and answers go to standard output,
 * each ended by a NUL character. A template that Velocity refuses answers with U+0001 and the exception's name.
 */
public final class VelocityOracle {
    public static void main(String[] arguments) throws Exception {
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
        engine.setProperty("directive.foreach.maxloops", "1000");
        engine.init();
        String all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String template : all.substring(0, all.length() - 1).split("\0", -1)) {
            out.print(render(engine, template) + "\0");
        }
        out.flush();
    }

    private static String render(VelocityEngine engine, String template) {
        StringWriter written = new StringWriter();
        try {
            engine.evaluate(new VelocityContext(context()), written, "template", template);
            return written.toString();
        } catch (Throwable refusal) {
            return "\1" + refusal.getClass().getSimpleName();
        }
    }

    /** The same values as CONTEXT in tests/unit/language/vtl/oracle.py. */
    private static Map<String, Object> context() {
        Map<String, Object> pet = new LinkedHashMap<>();
        pet.put("name", "Rex");
        pet.put("age", 3);
        pet.put("weight", 12.5);
        pet.put("tags", new ArrayList<>(Arrays.asList("good", "dog")));
        pet.put("owner", null);
        pet.put("vaccinated", true);
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("deep", new LinkedHashMap<>(Map.of("x", 1)));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("pet", pet);
        context.put("nested", nested);
        context.put("list", new ArrayList<>(Arrays.asList(1, 2, 3)));
        context.put("empty", new ArrayList<>());
        context.put("emptyMap", new LinkedHashMap<>());
        context.put("text", "Hello, World");
        context.put("blank", "");
        context.put("number", 7);
        context.put("zero", 0);
        context.put("big", 4000000000L);
        context.put("real", 2.5);
        context.put("yes", true);
        context.put("no", false);
        context.put("nothing", null);
        return context;
    }

    private VelocityOracle() {}
}
