package isr.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.RequiresTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a socket that Python has bound, as systemd binds its own. */
@RequiresTools("python3")
class ServiceNotifierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Binds a datagram socket and prints every message on a line. */
  private static final String LISTENER =
      """
      import socket, sys
      name = sys.argv[1]
      listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      listener.bind("\\0" + name[1:] if name.startswith("@") else name)
      print("bound", flush=True)
      while True:
          print(listener.recv(4096).decode(), flush=True)
      """;

  @TempDir Path directory;

  private long nanos;

  @Test
  void tellsASocketInTheFileSystem() {
    assertTellsAll(directory.resolve("notify").toString());
  }

  @Test
  void tellsASocketInTheAbstractNamespace() {
    assertTellsAll("@isr-notify-" + ProcessHandle.current().pid());
  }

  private void assertTellsAll(String name) {
    try (ChildProcess listener = ChildProcess.start("python3", "-c", LISTENER, name)) {
      await(listener, "bound\n");
      ServiceNotifier notifier =
          ServiceNotifier.of(
              Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7"),
              7,
              () -> nanos);
      notifier.ready();
      for (int second = 1; second <= 35; second++) {
        nanos += 1_000_000_000L;
        notifier.alive();
      }
      notifier.stopping();
      await(listener, "bound\nREADY=1\nWATCHDOG=1\nWATCHDOG=1\nWATCHDOG=1\nSTOPPING=1\n");
    }
  }

  @Test
  void givesNoSignsOfLifeForAnotherProcess() {
    String name = directory.resolve("notify").toString();
    try (ChildProcess listener = ChildProcess.start("python3", "-c", LISTENER, name)) {
      await(listener, "bound\n");
      ServiceNotifier notifier =
          ServiceNotifier.of(
              Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "1", "WATCHDOG_PID", "8"),
              7,
              () -> nanos++);
      notifier.alive();
      notifier.stopping();
      await(listener, "bound\nSTOPPING=1\n");
    }
  }

  private static void await(ChildProcess listener, String lines) {
    Await.until(
        "\"" + lines + "\"",
        PATIENCE,
        () -> {
          assertThat(lines).as(listener.toString()).startsWith(listener.stdout());
          return listener.stdout().equals(lines);
        });
  }
}
