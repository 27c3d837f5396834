package isr.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end, within a time limit, and collects what it prints. A program that runs
 * longer is killed with all its children, and the test fails with what it printed until then.
 */
public final class Exec {
  /** A grandchild may hold a pipe open for ever; what came until then has to do. */
  private static final long JOIN_MILLIS = 5_000;

  private final ProcessBuilder builder;
  private Duration timeout = Duration.ofSeconds(60);
  private byte[] input = {};

  private Exec(List<String> command) {
    builder = new ProcessBuilder(command);
  }

  /** A run of the program that the first word names, by path or on the {@code PATH}. */
  public static Exec command(String... words) {
    return new Exec(List.of(words));
  }

  /** A run of the program that the first word names, by path or on the {@code PATH}. */
  public static Exec command(List<String> words) {
    return new Exec(words);
  }

  /** Runs it in this directory. */
  public Exec in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  /** Adds to its environment. */
  public Exec with(Map<String, String> environment) {
    builder.environment().putAll(environment);
    return this;
  }

  /** What it reads from its standard input; nothing unless given. */
  public Exec input(byte[] bytes) {
    input = bytes;
    return this;
  }

  /** How long it may run; 60 s unless given. */
  public Exec timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs it and waits for its end. */
  public Result run() {
    try {
      return run(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + builder.command(), e);
    }
  }

  private Result run(Process process) throws InterruptedException {
    Collector stdout = new Collector(process.getInputStream());
    Collector stderr = new Collector(process.getErrorStream());
    Thread feeder = start(() -> feed(process.getOutputStream()));
    boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    feeder.join(JOIN_MILLIS);
    Result result =
        new Result(builder.command(), process.exitValue(), stdout.bytes(), stderr.bytes());
    if (!ended) {
      throw new AssertionError("still running after " + timeout + ", killed: " + result);
    }
    return result;
  }

  private void feed(OutputStream stdin) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      // It ended, or closed its input, before it had read everything: its own choice.
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "exec");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Reads a stream on a thread of its own until its end. */
  private static final class Collector {
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final Thread thread;

    Collector(InputStream in) {
      thread =
          start(
              () -> {
                try {
                  in.transferTo(collected);
                } catch (IOException e) {
                  // The process was killed, what came until then is kept.
                }
              });
    }

    byte[] bytes() throws InterruptedException {
      thread.join(JOIN_MILLIS);
      return collected.toByteArray();
    }
  }

  /** How a run ended. */
  public static final class Result {
    private final List<String> command;
    private final int exitCode;
    private final byte[] stdout;
    private final byte[] stderr;

    Result(List<String> command, int exitCode, byte[] stdout, byte[] stderr) {
      this.command = command;
      this.exitCode = exitCode;
      this.stdout = stdout;
      this.stderr = stderr;
    }

    /** Its exit code; 128 and the signal's number after a signal. */
    public int exitCode() {
      return exitCode;
    }

    /** Its standard output as text. */
    public String stdout() {
      return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Its standard output as it was, for decoded audio. */
    public byte[] stdoutBytes() {
      return stdout.clone();
    }

    /** Its standard error as text. */
    public String stderr() {
      return new String(stderr, StandardCharsets.UTF_8);
    }

    /** This result, after a check that the exit code is 0. */
    public Result orFail() {
      if (exitCode != 0) {
        throw new AssertionError(toString());
      }
      return this;
    }

    /** Command, exit code and the text of both streams: for messages of assertions. */
    @Override
    public String toString() {
      return "%s%nexit code %d%nstdout: %s%nstderr: %s"
          .formatted(String.join(" ", command), exitCode, shortened(stdout()), shortened(stderr()));
    }

    private static String shortened(String text) {
      int limit = 4000;
      return text.length() <= limit ? text : text.substring(0, limit) + " ...";
    }
  }
}
