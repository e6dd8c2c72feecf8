// An agent's desktop: logs in at stationd, works, survives restarts of the broker, logs out.
// Java 17, no packages: java Desktop.java OPTIONS. ../README.md says what it prints; ../../README.md is the protocol.

import java.io.*;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.*;

public class Desktop {
    static final int REPLY_SECONDS = 30; // a broker that is silent for so long is treated as gone
    static final int GIVE_UP_SECONDS = 120;
    static final String USAGE =
        "usage: desktop --socket PATH --organization SLUG --login LOGIN [--station NUMBER] [--label TEXT]";

    /** The connection is gone. Whether the request was carried out is not known. */
    static class Lost extends IOException {
        Lost() { super("the connection was lost"); }
    }

    /** The broker answered with an error. Programs look at the reason, people at the message. */
    static class Refused extends Exception {
        final Json data;
        final String reason;

        Refused(Json error) {
            super(error.get("message").text());
            data = error.get("data");
            reason = data.get("reason").or(error.get("code").or("unknown"));
        }
    }

    /** What happens, in the order in which it happens: an event, the end of a connection (no event), or a command. */
    record Item(Connection from, Json event, String command) {}

    /** One connection: matches replies by id, and puts everything else into the inbox. */
    static class Connection {
        final SocketChannel channel;
        final BlockingQueue<Item> inbox;
        final Map<Long, CompletableFuture<Json>> waiting = new ConcurrentHashMap<>();
        long lastId = 0;
        volatile boolean lost = false;

        Connection(String path, BlockingQueue<Item> inbox) throws IOException, Refused {
            this.inbox = inbox;
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            daemon(this::read);
            call("broker.hello", Map.of("client", Map.of("name", "example-java", "version", "1"),
                "protocol", Map.of("min", 1, "max", 1)));
        }

        Json call(String method, Map<String, ?> params) throws Lost, Refused {
            long id = ++lastId;
            var reply = new CompletableFuture<Json>();
            waiting.put(id, reply);
            try {
                var line = Json.write(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params)) + "\n";
                var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
                if (lost) throw new Lost(); // nobody would complete the reply
                var message = reply.get(REPLY_SECONDS, TimeUnit.SECONDS);
                if (message.get("error").present()) throw new Refused(message.get("error"));
                return message.get("result");
            } catch (IOException | ExecutionException | TimeoutException | InterruptedException e) {
                throw new Lost();
            }
        }

        void read() {
            // Bytes are cut into lines first and decoded then, so that a character may be split over two reads.
            var line = new ByteArrayOutputStream();
            var buffer = ByteBuffer.allocate(65536);
            try {
                while (channel.read(buffer.clear()) >= 0) {
                    for (buffer.flip(); buffer.hasRemaining(); ) {
                        byte next = buffer.get();
                        if (next != '\n') { line.write(next); continue; }
                        take(Json.parse(line.toString(StandardCharsets.UTF_8)));
                        line.reset();
                    }
                }
            } catch (IOException | RuntimeException e) { /* closed, or not JSON: of no more use */ }
            lost = true;
            waiting.values().forEach(reply -> reply.completeExceptionally(new Lost()));
            inbox.add(new Item(this, null, null));
        }

        void take(Json message) {
            if (message.get("method").or("").equals("event")) {
                inbox.add(new Item(this, message.get("params"), null));
            } else if (message.get("id").value() instanceof Long id) {
                var reply = waiting.remove(id);
                if (reply != null) reply.complete(message);
            }
        }

        void close() {
            try { channel.close(); } catch (IOException e) { /* gone in any case */ }
        }
    }

    final BlockingQueue<Item> inbox = new LinkedBlockingQueue<>();
    final Map<String, String> options;
    Connection broker;
    String token;
    boolean leaving = false;

    Desktop(Map<String, String> options) { this.options = options; }

    /** From login to logout. Ends with finish. */
    void day() throws IOException, Refused, InterruptedException {
        broker = new Connection(options.get("socket"), inbox);
        logIn();
        while (true) {
            var item = inbox.take();
            if (item.command() != null) run(item.command());
            else if (item.from() != broker) continue; // left over from a connection that we have replaced
            else if (item.event() == null) reconnect();
            else show(item.event());
        }
    }

    void logIn() throws IOException, Refused, InterruptedException {
        var params = new HashMap<String, Object>(Map.of(
            "organization", options.get("organization"), "login", options.get("login"),
            "credential", Map.of("type", "peer"), "device", Map.of("label", options.get("label")),
            "requestKey", UUID.randomUUID().toString()));
        var number = holdStation(params);
        Json opened = null;
        while (opened == null) {
            try {
                // If the reply is lost, are we logged in or not? The request key makes it safe to ask again.
                opened = request("session.open", params);
            } catch (Refused refusal) {
                boolean held = params.containsKey("hold");
                if (refusal.reason.equals("station_mismatch") && held && !options.containsKey("station")) {
                    // The account has a number of its own, so it does not want the one that was proposed.
                    broker.call("station.release", Map.of("hold", params.get("hold")));
                } else if (refusal.reason.equals("not_found") && held) {
                    params.put("station", number); // the hold went with its connection; the number may still be free
                } else {
                    throw refusal;
                }
                params.remove("hold");
                params.put("requestKey", UUID.randomUUID().toString()); // other params are another request
            }
        }
        token = opened.get("token").text();
        var session = opened.get("session");
        say("logged in: session " + session.get("id").text() + " station " + session.get("station").or("-")
            + " fence " + session.get("fence").text());
    }

    /** Holds a number while the agent types a password, so that nobody else gets it. Returns the number. */
    String holdStation(Map<String, Object> params) throws IOException, Refused {
        var typed = options.get("station");
        var request = new HashMap<String, Object>(Map.of("organization", options.get("organization")));
        if (typed != null) {
            request.put("station", typed);
        } else {
            var station = broker.call("login.options", request).get("station");
            if (station.get("roles").size() == 0 || !station.get("proposed").isTrue()) return null;
        }
        try {
            var held = broker.call("station.request", request);
            params.put("hold", held.get("hold").text());
            return held.get("station").text();
        } catch (Refused refusal) {
            // A typed number may be reserved for this very account: session.open knows.
            if (typed != null && refusal.reason.equals("station_reserved")) params.put("station", typed);
            else if (typed != null) throw refusal;
            else if (!List.of("no_station_available", "station_required").contains(refusal.reason)) throw refusal;
            return typed;
        }
    }

    /** Calls a method that is safe to repeat, until the broker answers. */
    Json request(String method, Map<String, ?> params) throws Lost, Refused, InterruptedException {
        while (true) {
            try { return broker.call(method, params); } catch (Lost e) { reconnect(); }
        }
    }

    /** Connects anew and, if we are logged in, attaches the session to the new connection. */
    void reconnect() throws Lost, Refused, InterruptedException {
        say("connection lost");
        long begin = System.nanoTime(), longest = TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
        for (long pause = 100; System.nanoTime() - begin < longest; pause = Math.min(2 * pause, 2000)) {
            broker.close();
            // Jitter: after a restart of the broker not all desktops come in the same instant.
            Thread.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause));
            try {
                broker = new Connection(options.get("socket"), inbox);
                if (token == null) return;
                var session = broker.call("session.attach", Map.of("token", token)).get("session");
                say("attached again: session " + session.get("id").text() + " fence " + session.get("fence").text());
                return;
            } catch (IOException e) {
                continue; // not there yet
            } catch (Refused refusal) {
                if (!List.of("overloaded", "storage_unavailable").contains(refusal.reason)) ended(refusal);
            }
        }
        throw new Lost();
    }

    void run(String command) throws Lost, Refused, InterruptedException {
        if (command.equals("verify")) {
            try {
                var verified = request("session.verify", Map.of("token", token));
                say(verified.get("active").isTrue() ? "verify: active" : "verify: not active");
            } catch (Refused refusal) {
                complain(refusal);
            }
        } else if (command.equals("logout")) {
            leaving = true;
            try { request("session.close", Map.of("token", token)); } catch (Refused refusal) { ended(refusal); }
            finish("logged out", 0);
        } else if (!command.isEmpty()) {
            err("error: commands are verify and logout");
        }
    }

    void show(Json event) {
        var type = event.get("type").text();
        say("event: " + type);
        if (type.equals("session.detached")) finish("session moved elsewhere", 4);
        if (!type.equals("session.ended")) return;
        Json data = event.get("data"), by = data.get("by"), comment = data.get("comment");
        finish("session ended: " + data.get("session").get("endReason").text()
            + (by.present() ? " by " + by.text() : "") + (comment.present() ? ": " + comment.text() : ""), 3);
    }

    void ended(Refused refusal) throws Refused {
        if (!List.of("session_ended", "invalid_token").contains(refusal.reason)) throw refusal;
        var reason = refusal.data.get("endReason").or(refusal.reason);
        if (leaving && reason.equals("logged_out")) finish("logged out", 0); // only the reply to session.close was lost
        finish("session ended: " + reason, 3);
    }

    /** Ends the program with halt: exit would wait for the hook for signals, and that waits for us. */
    static void finish(String line, int status) {
        say(line);
        Runtime.getRuntime().halt(status);
    }

    static void complain(Refused refusal) {
        err("refused: " + refusal.reason + ": " + refusal.getMessage());
        if (refusal.data.get("remedy").present()) err("hint: " + refusal.data.get("remedy").text());
    }

    // Java 17 prints in the charset of the locale, the broker writes UTF-8.
    static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    static void say(String line) { OUT.println(line); }
    static void err(String line) { ERR.println(line); }

    static void daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    void readCommands() {
        new BufferedReader(new InputStreamReader(System.in)).lines().forEach(line -> inbox.add(new Item(null, null, line.strip())));
        inbox.add(new Item(null, null, "logout"));
    }

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<String, String>();
        var known = List.of("--socket", "--organization", "--login", "--station", "--label");
        for (int i = 0; i < arguments.length; i += 2) {
            if (!known.contains(arguments[i]) || i + 1 == arguments.length) wrongUsage();
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        if (!options.keySet().containsAll(List.of("socket", "organization", "login"))) wrongUsage();
        if (!options.containsKey("label")) options.put("label", InetAddress.getLocalHost().getHostName());
        var desktop = new Desktop(options);
        daemon(desktop::readCommands);
        // SIGINT and SIGTERM run this hook. It asks the main thread to log out and leaves the rest to it.
        var main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            desktop.inbox.add(new Item(null, null, "logout"));
            try { main.join(); } catch (InterruptedException e) { /* then without a logout */ }
        }));
        int status = 69;
        try {
            desktop.day();
        } catch (Refused refusal) {
            complain(refusal);
            status = 1;
        } catch (IOException e) {
            err("error: cannot reach the broker: " + e.getMessage());
        }
        Runtime.getRuntime().halt(status);
    }

    static void wrongUsage() {
        err(USAGE);
        System.exit(64);
    }

    /** JSON: a value is null, a Boolean, a Long, a Double, a String, a List or a Map. What is not there is null too. */
    record Json(Object value) {
        Json get(String key) { return new Json(value instanceof Map<?, ?> map ? map.get(key) : null); }
        boolean present() { return value != null; }
        boolean isTrue() { return Boolean.TRUE.equals(value); }
        int size() { return value instanceof List<?> list ? list.size() : 0; }
        String text() { return String.valueOf(value); }
        String or(Object other) { return present() ? text() : new Json(other instanceof Json json ? json.value : other).text(); }

        static Json parse(String text) {
            var tokens = new Parser(text);
            var value = tokens.value(tokens.next());
            if (!tokens.next().isEmpty()) throw new IllegalArgumentException("more than one value");
            return new Json(value);
        }

        static String write(Object value) {
            if (value instanceof Map<?, ?> map) {
                var members = new StringJoiner(",", "{", "}");
                map.forEach((key, member) -> members.add(write(key) + ":" + write(member)));
                return members.toString();
            }
            if (!(value instanceof String text)) return String.valueOf(value); // numbers
            var quoted = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                if (c == '"' || c == '\\') quoted.append('\\').append(c);
                else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
                else quoted.append(c);
            }
            return quoted.append('"').toString();
        }
    }

    static class Parser {
        static final Pattern TOKEN = Pattern.compile(
            "[ \\t\\r\\n]*([\\[\\]{},:]|\"(?:[^\"\\\\]++|\\\\.)*+\"|true|false|null|-?[0-9][0-9.eE+-]*|$)");
        static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");
        final Matcher matcher;

        Parser(String text) { matcher = TOKEN.matcher(text); }

        /** The next token, or "" at the end. */
        String next() {
            if (!matcher.lookingAt()) throw new IllegalArgumentException("not JSON");
            var token = matcher.group(1);
            matcher.region(matcher.end(), matcher.regionEnd());
            return token;
        }

        String expect(String allowed) {
            var token = next();
            if (token.isEmpty() || !allowed.contains(token)) throw new IllegalArgumentException("not JSON");
            return token;
        }

        Object value(String token) {
            switch (token) {
                case "{": return object();
                case "[": return array();
                case "true": return true;
                case "false": return false;
                case "null": return null;
            }
            if (token.startsWith("\"")) return string(token);
            // A fence does not fit into an int, and a double would print it as 3.67E15.
            return token.matches("-?\\d{1,18}") ? (Object) Long.valueOf(token) : (Object) Double.valueOf(token);
        }

        Map<String, Object> object() {
            var members = new HashMap<String, Object>();
            var token = next();
            while (!token.equals("}")) {
                var key = string(token);
                expect(":");
                members.put(key, value(next()));
                token = expect(",}");
                if (token.equals(",")) token = next();
            }
            return members;
        }

        List<Object> array() {
            var elements = new ArrayList<Object>();
            var token = next();
            while (!token.equals("]")) {
                elements.add(value(token));
                token = expect(",]");
                if (token.equals(",")) token = next();
            }
            return elements;
        }

        static String string(String token) {
            if (!token.startsWith("\"")) throw new IllegalArgumentException("not JSON");
            return ESCAPE.matcher(token.substring(1, token.length() - 1)).replaceAll(escape -> {
                var code = escape.group(1);
                char c = code.charAt(0);
                int plain = "bfnrt".indexOf(c);
                if (plain >= 0) c = "\b\f\n\r\t".charAt(plain);
                if (c == 'u') c = (char) Integer.parseInt(code.substring(1), 16);
                return Matcher.quoteReplacement(String.valueOf(c));
            });
        }
    }
}
