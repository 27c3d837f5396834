package isr.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A PulseAudio server of the test's own, with a sink {@code feed} whose monitor can be recorded. It
 * can be frozen, killed and started again at the same place.
 */
public final class PulseServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private ChildProcess process;

  /**
   * Starts one.
   *
   * @param directory of a short path: a socket's name has no more than 107 bytes
   */
  public PulseServer(Path directory) throws IOException {
    this.directory = directory;
    start();
  }

  /** Starts it, after it was killed. */
  public void start() throws IOException {
    List<String> script =
        List.of(
            ".fail",
            "load-module module-native-protocol-unix auth-anonymous=1 socket=" + socket(),
            "load-module module-null-sink sink_name=feed rate=44100 channels=2 format=s16le",
            "set-default-sink feed",
            "set-default-source feed.monitor");
    Path file = Files.write(directory.resolve("server.pa"), script);
    ProcessBuilder builder =
        new ProcessBuilder(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--high-priority=no",
            "--realtime=no",
            "--disable-shm=yes",
            "--resample-method=copy",
            "-F",
            file.toString());
    builder.environment().putAll(environment());
    process = ChildProcess.start(builder);
    Await.until("pulseaudio", PATIENCE, this::answers);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError(process.toString());
    }
    return Files.exists(socket())
        && Exec.command("pactl", "info").with(environment()).run().exitCode() == 0;
  }

  private Path socket() {
    return directory.resolve("native");
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    for (String name :
        List.of("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")) {
      variables.put(name, directory.toString());
    }
    variables.put("PULSE_SERVER", "unix:" + socket());
    variables.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    return variables;
  }

  /** The PCM that records what is played. */
  public String monitor() {
    return "pulse:DEVICE=feed.monitor,SERVER='unix:" + socket() + "'";
  }

  /** Plays a file. */
  public ChildProcess play(Path wav) {
    ProcessBuilder builder = new ProcessBuilder("paplay", "-d", "feed", wav.toString());
    builder.environment().putAll(environment());
    return ChildProcess.start(builder);
  }

  public void freeze() {
    process.signal("STOP");
  }

  public void thaw() {
    process.signal("CONT");
  }

  public void kill() throws IOException {
    process.kill();
    Files.deleteIfExists(socket());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      thaw();
    }
    process.close();
  }
}
