package isr.cli;

import isr.config.ConfigEnvironment;
import isr.config.RecorderConfig;
import isr.config.SourceConfig;
import isr.config.WebSettings;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code isr record}: records all sources of a configuration, or URLs, until it is told to stop.
 */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Records all sources of a configuration, or the given URLs without one.",
      "Ctrl-C or SIGTERM ends it and finishes every file.",
      "Exit code 0: done; 1: some source gave up, or could not be written at the end;",
      "2: wrong usage or configuration."
    })
final class RecordCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (TOML).")
  private @Nullable Path config;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Record only this source of the configuration; may be repeated.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time: 90s, 5m, 1h30m.")
  private @Nullable Duration length;

  @Option(names = "--web", description = "Show the recordings in a browser, too; as isr serve.")
  private boolean web;

  @Mixin private WebOptions webOptions;

  @Parameters(
      arity = "0..*",
      paramLabel = "URL",
      description = "Streams to record into the directory \"recordings\".")
  private List<String> urls = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Optional<RecorderConfig> read = read();
    if (read.isEmpty()) {
      return ExitCode.USAGE;
    }
    List<SourceConfig> sources = chosen(read.get().sources());
    Optional<WebSettings> shown =
        web
            ? Optional.of(webOptions.apply(read.get().web(), spec.commandLine()))
            : Optional.empty();
    Optional<Screen> screen =
        Terminal.isThere() ? Optional.of(new Screen(System.out)) : Optional.empty();
    try {
      LogSetup.apply(read.get(), screen);
    } catch (IOException e) {
      spec.commandLine().getErr().println("log_file: " + FileTrouble.reason(e));
      return ExitCode.USAGE;
    }
    return new RecordingRun(sources, screen, Optional.ofNullable(length), shown).run();
  }

  private Optional<RecorderConfig> read() {
    Path file = config;
    if (file == null && urls.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Nothing to record: give a URL, or a configuration with -c FILE");
    }
    if (file != null && !urls.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Give either URLs or -c FILE, not both");
    }
    return file == null ? Optional.of(ofUrls()) : ofFile(file);
  }

  private RecorderConfig ofUrls() {
    try {
      return RecorderConfig.forUrls(urls, Path.of("").toAbsolutePath(), ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<RecorderConfig> ofFile(Path file) {
    ConfigEnvironment environment = new ConfigEnvironment(System.getenv(), ZoneId.systemDefault());
    return ConfigReading.read(file, environment, spec.commandLine().getErr());
  }

  private List<SourceConfig> chosen(List<SourceConfig> all) {
    if (only.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(SourceConfig::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "--source: there is no source \""
                + name
                + "\"; there are: "
                + String.join(", ", names));
      }
    }
    return all.stream().filter(source -> only.contains(source.name())).toList();
  }
}
