package isr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The application of the image in {@code cli/target/isr}, as a process of its own; the system
 * property {@code isr.launcher} names another one to test.
 */
public final class IsrProcess implements AutoCloseable {
  /** What the slowest machine may need to start a JVM. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final ChildProcess process;

  private IsrProcess(ChildProcess process) {
    this.process = process;
  }

  /** Starts it in a directory, with arguments as on the command line. */
  public static IsrProcess start(Path directory, String... arguments) {
    return start(directory, Map.of(), arguments);
  }

  /** The same with further variables in its environment. */
  public static IsrProcess start(
      Path directory, Map<String, String> environment, String... arguments) {
    // Whoever runs the tests in the background ignores SIGINT, and hands that down.
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=INT", launcher().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return new IsrProcess(ChildProcess.start(builder));
  }

  /** Starts it recording what a configuration says, which is written to {@code isr.toml} there. */
  public static IsrProcess record(Path directory, String toml, String... more) {
    return record(directory, Map.of(), toml, more);
  }

  /** The same with further variables in its environment. */
  public static IsrProcess record(
      Path directory, Map<String, String> environment, String toml, String... more) {
    try {
      Files.writeString(directory.resolve("isr.toml"), toml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments = new ArrayList<>(List.of("record", "-c", "isr.toml"));
    arguments.addAll(List.of(more));
    return start(directory, environment, arguments.toArray(String[]::new));
  }

  /** The launcher, for programs that are run to their end. */
  public static Path launcher() {
    String chosen = System.getProperty("isr.launcher", "target/isr/isr");
    for (String place : List.of(chosen, "cli/target/isr/isr")) {
      Path path = Path.of(place).toAbsolutePath();
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    throw new AssertionError("there is no application image; run mvnw package first");
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.kill();
  }

  /** Sends a signal, by a name such as {@code TERM}. */
  public void signal(String name) {
    process.signal(name);
  }

  /** Waits for its end: its exit code, or none yet. */
  public OptionalInt exitCode(Duration limit) {
    return process.exitCode(limit);
  }

  /** Asks it to end and returns its exit code. */
  public int stop() {
    process.signal("TERM");
    return process
        .exitCode(PATIENCE)
        .orElseThrow(() -> new AssertionError("does not end after SIGTERM: " + this));
  }

  /** What it has printed so far. */
  public String stdout() {
    return process.stdout();
  }

  /** What it has printed to its standard error so far. */
  public String stderr() {
    return process.stderr();
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return process.toString();
  }
}
