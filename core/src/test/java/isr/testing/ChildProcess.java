package isr.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside the test: a server, an encoder, the recorder. What it prints is
 * collected; it can be sent signals, and it ends with the test at the latest, also when the test's
 * own JVM is stopped.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Process process;
  private final Output stdout;
  private final Output stderr;
  private final Thread atExit;

  private ChildProcess(Process process) {
    this.process = process;
    this.stdout = new Output(process.getInputStream());
    this.stderr = new Output(process.getErrorStream());
    this.atExit = new Thread(process::destroyForcibly, "end of " + process.pid());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it. */
  public static ChildProcess start(ProcessBuilder builder) {
    try {
      return new ChildProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it. */
  public static ChildProcess start(String... command) {
    return start(new ProcessBuilder(command));
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it a signal, by a name such as {@code STOP}. */
  public void signal(String name) {
    Exec.command("sh", "-c", "kill -s " + name + " " + pid()).run().orFail();
  }

  /** Ends it at once, without a chance to do anything, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    exitCode(PATIENCE);
  }

  /** Waits for its end: its exit code, 128 and the signal's number after a signal, or none yet. */
  public OptionalInt exitCode(Duration limit) {
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What it has printed so far. */
  public String stdout() {
    return stdout.text();
  }

  /** What it has printed to its standard error so far. */
  public String stderr() {
    return stderr.text();
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() {
    process.destroy();
    if (exitCode(PATIENCE).isEmpty()) {
      kill();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, the hook runs.
    }
  }

  @Override
  public String toString() {
    return "%s%nstdout: %s%nstderr: %s"
        .formatted(process.info().commandLine().orElse("pid " + pid()), stdout(), stderr());
  }

  /** Reads a stream to its end on a thread of its own. */
  private static final class Output {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    Output(InputStream in) {
      Thread thread = new Thread(() -> collect(in), "output of a child");
      thread.setDaemon(true);
      thread.start();
    }

    private void collect(InputStream in) {
      try (in) {
        in.transferTo(collected);
      } catch (IOException e) {
        // It was killed; what came until then is kept.
      }
    }

    String text() {
      return collected.toString(StandardCharsets.UTF_8);
    }
  }
}
