package io.parlance.preprocess.augmentation.translation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers each text ended by a NUL with a text ended by a NUL, and goes on living. One exchange at a
 * time; the process and its children end with {@link #close}.
 */
final class NullFlushProcess implements AutoCloseable {
    private static final int LAST_WORDS = 2_000;
    private static final Duration TO_SAY_WHY = Duration.ofMillis(500);

    /** What came of an exchange. */
    sealed interface Reply {
        record Answered(String text) implements Reply {}

        /** It ended instead. @param lastWords what it wrote on its error output */
        record Died(String lastWords) implements Reply {}

        /** It was still silent after so long, and was ended. */
        record Silent(Duration after) implements Reply {}
    }

    private final Process process;
    private final Thread answerReader;
    private final Thread complaintReader;

    /** An empty value is the end of the output. */
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

    private final StringBuffer complaints = new StringBuffer();

    private NullFlushProcess(Process process) {
        this.process = process;
        this.answerReader = reader("answers", this::readAnswers);
        this.complaintReader = reader("complaints", this::readComplaints);
    }

    /** @throws IOException when the command cannot be started */
    static NullFlushProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new NullFlushProcess(builder.start());
    }

    /** @param text without NUL */
    Reply exchange(String text, Duration patience) throws InterruptedException {
        try {
            process.getOutputStream().write((text + "\0").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException broken) {
            return died();
        }
        Optional<String> answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            close();
            return new Reply.Silent(patience);
        }
        return answer.<Reply>map(Reply.Answered::new).orElseGet(this::died);
    }

    boolean isAlive() {
        return process.isAlive() && answerReader.isAlive();
    }

    /** Its last words are read first: ending a process closes its streams. */
    private Reply.Died died() {
        try {
            complaintReader.join(TO_SAY_WHY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return new Reply.Died(complaints.toString().strip());
    }

    private void readAnswers() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        try (InputStream output = process.getInputStream()) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == 0) {
                        answers.add(Optional.of(answer.toString(StandardCharsets.UTF_8)));
                        answer.reset();
                    } else {
                        answer.write(buffer[i]);
                    }
                }
            }
        } catch (IOException ended) {
            // the process has gone, or was ended; both read the same
        } finally {
            answers.add(Optional.empty());
        }
    }

    private void readComplaints() {
        byte[] buffer = new byte[1024];
        try (InputStream errors = process.getErrorStream()) {
            for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
                complaints.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                complaints.delete(0, Math.max(0, complaints.length() - LAST_WORDS));
            }
        } catch (IOException ended) {
            // as above
        }
    }

    private Thread reader(String what, Runnable reading) {
        return Thread.ofPlatform()
                .daemon()
                .name("translator-%d-%s".formatted(process.pid(), what))
                .start(reading);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
