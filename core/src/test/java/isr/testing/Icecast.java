package isr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A private Icecast on a free port of the loopback interface, with its configuration in a directory
 * of the test. It can be stopped and started again on the same port, and be frozen. Listeners of
 * the mount {@value #MAIN} are moved to {@value #SPARE} when it loses its source.
 *
 * <p>Icecast refuses to run as root; there it changes to the user nobody once it has read its
 * configuration.
 */
public final class Icecast implements AutoCloseable {
  /** What source clients say. */
  public static final String PASSWORD = "source";

  /** A mount with another one to fall back to. */
  public static final String MAIN = "main";

  /** The mount that listeners of {@link #MAIN} fall back to. */
  public static final String SPARE = "spare";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final Path config;
  private ChildProcess process;

  private Icecast(int port, Path config) {
    this.port = port;
    this.config = config;
    this.process = launch();
  }

  /** Starts one that sends each new client 64 KiB at once, as Icecast does by default. */
  public static Icecast start(Path directory) {
    return start(directory, 65_536);
  }

  /**
   * Starts one.
   *
   * @param burstBytes what a new client is sent at once, of what the mount had before
   */
  public static Icecast start(Path directory, int burstBytes) {
    int port = Loopback.freePort();
    Path config = directory.resolve("icecast-" + port + ".xml");
    try {
      Files.writeString(config, configuration(port, burstBytes, directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Icecast(port, config);
  }

  /** The address of a mount, for listeners. */
  public URI mount(String name) {
    return URI.create("http://127.0.0.1:" + port + "/" + name);
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** Ends it; its clients are disconnected. */
  public void stop() {
    process.close();
  }

  /** Starts it again, on the same port. */
  public void restart() {
    process.close();
    process = launch();
  }

  /** Freezes it: all connections stay, nothing is read or sent. */
  public void pause() {
    process.signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    process.signal("CONT");
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.signal("CONT"); // a frozen process does not hear that it should end
    }
    process.close();
  }

  private ChildProcess launch() {
    ChildProcess started = ChildProcess.start(program(), "-c", config.toString());
    Await.value(
        "icecast on port " + port,
        PATIENCE,
        () -> Loopback.isListening(port) ? Optional.of(true) : Optional.empty(),
        started::toString);
    return started;
  }

  /** Other systems than Debian call it icecast. */
  private static String program() {
    return Tools.find("icecast2").map(Path::toString).orElse("icecast");
  }

  private static boolean isRoot() {
    return "0".equals(Exec.command("id", "-u").run().orFail().stdout().strip());
  }

  private static String configuration(int port, int burstBytes, Path directory) {
    String user =
        isRoot()
            ? "<changeowner><user>nobody</user><group>" + groupOfNobody() + "</group></changeowner>"
            : "";
    return """
        <icecast>
          <location>test</location>
          <admin>nobody@localhost</admin>
          <hostname>127.0.0.1</hostname>
          <limits>
            <clients>200</clients>
            <sources>50</sources>
            <queue-size>2097152</queue-size>
            <client-timeout>120</client-timeout>
            <header-timeout>15</header-timeout>
            <source-timeout>60</source-timeout>
            <burst-size>%d</burst-size>
          </limits>
          <authentication>
            <source-password>%s</source-password>
            <relay-password>%s</relay-password>
            <admin-user>admin</admin-user>
            <admin-password>%s</admin-password>
          </authentication>
          <listen-socket>
            <port>%d</port>
            <bind-address>127.0.0.1</bind-address>
          </listen-socket>
          <mount type="normal">
            <mount-name>/%s</mount-name>
            <fallback-mount>/%s</fallback-mount>
            <fallback-override>1</fallback-override>
          </mount>
          <fileserve>0</fileserve>
          <paths>
            <logdir>%s</logdir>
            <webroot>%s</webroot>
            <adminroot>%s</adminroot>
          </paths>
          <logging>
            <accesslog>-</accesslog>
            <errorlog>-</errorlog>
            <loglevel>3</loglevel>
          </logging>
          <security>
            <chroot>0</chroot>
            %s
          </security>
        </icecast>
        """
        .formatted(
            burstBytes,
            PASSWORD,
            PASSWORD,
            PASSWORD,
            port,
            MAIN,
            SPARE,
            directory,
            directory,
            directory,
            user);
  }

  private static String groupOfNobody() {
    return Exec.command("id", "-gn", "nobody").run().orFail().stdout().strip();
  }
}
