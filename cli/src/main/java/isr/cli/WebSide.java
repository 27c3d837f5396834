package isr.cli;

import isr.config.SourceConfig;
import isr.config.WebSettings;
import isr.format.MediaFormats;
import isr.library.Library;
import isr.recorder.SourceStatus;
import isr.web.LiveStatus;
import isr.web.Roots;
import isr.web.StatusPublisher;
import isr.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a recorder shows: its status to other processes, and, if wanted, its recordings in a
 * browser. A web interface that can not be started is an error in the log, and the recording goes
 * on.
 */
final class WebSide implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebSide.class);

  private final OutputDirectories directories;
  private final Roots roots = new Roots();
  private final NestedLibraries nested;
  private final StatusPublisher publisher;
  private final Optional<WebServer> server;

  private WebSide(
      OutputDirectories directories,
      Map<String, Path> directoryOf,
      Optional<WebSettings> web,
      Supplier<List<SourceStatus>> status,
      InstantSource clock) {
    this.directories = directories;
    nested =
        new NestedLibraries(
            roots,
            Set.copyOf(directoryOf.values()),
            directory -> Library.open(directory, MediaFormats.namesByExtension()));
    publisher = StatusPublisher.start(directoryOf, status, clock);
    LiveStatus live = new LiveStatus(directoryOf, status, clock);
    server = web.flatMap(settings -> serve(settings, live, clock));
  }

  /** Begins. */
  static WebSide start(
      List<SourceConfig> sources,
      Optional<WebSettings> web,
      OutputDirectories directories,
      Supplier<List<SourceStatus>> status,
      InstantSource clock) {
    Map<String, Path> directoryOf =
        sources.stream()
            .collect(Collectors.toMap(SourceConfig::name, source -> source.settings().directory()));
    return new WebSide(directories, directoryOf, web, status, clock);
  }

  private Optional<WebServer> serve(WebSettings settings, LiveStatus live, InstantSource clock) {
    try {
      return Optional.of(WebServer.start(settings, roots, live, clock, ZoneId.systemDefault()));
    } catch (IOException e) {
      LOG.error("the recordings are not shown: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Shows the directories that have been opened meanwhile. */
  void look() {
    if (server.isPresent()) {
      directories.open().forEach(roots::add);
      nested.look();
    }
  }

  @Override
  public void close() {
    server.ifPresent(WebServer::close);
    nested.close();
    publisher.close();
  }
}
