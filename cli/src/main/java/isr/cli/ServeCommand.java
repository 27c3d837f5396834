package isr.cli;

import isr.config.ConfigEnvironment;
import isr.config.LogSettings;
import isr.config.RecorderConfig;
import isr.config.WebSettings;
import isr.format.MediaFormats;
import isr.library.Library;
import isr.segment.FileTrouble;
import isr.web.LiveStatus;
import isr.web.Roots;
import isr.web.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isr serve}: the web interface of recordings, without recording. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Shows recordings in a browser: list, play, download, delete, and what is being recorded.",
      "Listens on 127.0.0.1 unless told otherwise. Ctrl-C or SIGTERM ends it.",
      "Exit code 0: done; 1: a directory or the address can not be used; 2: wrong usage or"
          + " configuration."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (TOML): its output directories, and its [web].")
  private @Nullable Path config;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "A directory with recordings; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Mixin private WebOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Optional<RecorderConfig> read = read();
    if (read.isEmpty()) {
      return ExitCode.USAGE;
    }
    WebSettings settings = options.apply(read.get().web(), spec.commandLine());
    try {
      LogSetup.apply(read.get(), Optional.empty());
    } catch (IOException e) {
      spec.commandLine().getErr().println("log_file: " + FileTrouble.reason(e));
      return ExitCode.USAGE;
    }
    List<Library> libraries = new ArrayList<>();
    try {
      return serve(settings, directories(read.get()), libraries);
    } catch (IOException e) {
      spec.commandLine().getErr().println("isr: " + e.getMessage());
      return ExitCode.FAILED;
    } finally {
      LibraryEnd.close(libraries);
      LogSetup.flush();
    }
  }

  private Optional<RecorderConfig> read() {
    Path file = config;
    if (file == null) {
      return Optional.of(new RecorderConfig(LogSettings.DEFAULT, List.of(), WebSettings.DEFAULT));
    }
    ConfigEnvironment environment = new ConfigEnvironment(System.getenv(), ZoneId.systemDefault());
    return ConfigReading.read(file, environment, spec.commandLine().getErr());
  }

  private Set<Path> directories(RecorderConfig read) {
    Set<Path> all = new LinkedHashSet<>();
    directories.forEach(directory -> all.add(directory.toAbsolutePath().normalize()));
    read.sources().forEach(source -> all.add(source.settings().directory()));
    if (all.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Nothing to show: give a directory with --dir DIR, or -c FILE");
    }
    return all;
  }

  private int serve(WebSettings settings, Set<Path> shown, List<Library> libraries)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    Roots roots = new Roots();
    for (Path directory : shown) {
      Library library = open(directory);
      libraries.add(library);
      roots.add(library);
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(hook(stop, stopped));
    try (NestedLibraries nested = new NestedLibraries(roots, shown, this::open);
        WebServer server =
            WebServer.start(
                settings, roots, LiveStatus.ofOthers(clock), clock, ZoneId.systemDefault())) {
      spec.commandLine().getErr().println("isr: open " + server.url());
      while (!stop.await(1, TimeUnit.SECONDS)) {
        nested.look();
      }
    } finally {
      LibraryEnd.close(libraries);
      stopped.countDown();
    }
    return ExitCode.DONE;
  }

  /** One that can not be written is shown as well; its catalogue is kept with the user's caches. */
  private Library open(Path directory) throws IOException {
    Map<String, String> formats = MediaFormats.namesByExtension();
    boolean isReadOnly = Files.isDirectory(directory) && !Files.isWritable(directory);
    if (!isReadOnly) {
      return Library.open(directory, formats);
    }
    Library library = Library.openToRead(directory, UserCaches.directory(System.getenv()), formats);
    LOG.info("{} can not be written: its catalogue is in {}", directory, library.derived());
    return library;
  }

  /** A signal ends it in good order. */
  private static Thread hook(CountDownLatch stop, CountDownLatch stopped) {
    return new Thread(
        () -> {
          boolean bySignal = stopped.getCount() > 0;
          stop.countDown();
          try {
            stopped.await();
            if (bySignal) {
              Runtime.getRuntime().halt(ExitCode.DONE);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "isr-shutdown");
  }
}
