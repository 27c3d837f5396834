package isr.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import isr.config.LogSettings;
import isr.config.RecorderConfig;
import isr.config.SourceConfig;
import isr.media.ShownText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Where log lines go: to standard error or the screen always, and to a rotated file if wanted. */
final class LogSetup {
  /** What {@link ShownText} replaces: a name of a file in a message is a stranger's text, too. */
  private static final String UNSHOWN =
      "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\x{200C}\\x{200D}]]";

  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %replace(%msg){'" + UNSHOWN + "','?'}%n%ex{short}";

  private static final int QUEUED_EVENTS = 1024;
  private static final int FLUSH_MILLIS = 500;

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private LogSetup() {
    context.reset();
    for (String talkative : List.of("io.undertow", "org.xnio", "org.jboss.threads")) {
      context.getLogger(talkative).setLevel(Level.WARN);
    }
  }

  /**
   * Sets the log up; what was set up before is gone. Each source may have a level and a file of its
   * own; a source's thread is known by its name in the {@link MDC}.
   *
   * @param screen takes the lines; empty: standard error does
   * @throws IOException when a log file can not be written
   */
  static void apply(RecorderConfig config, Optional<Screen> screen) throws IOException {
    LogSetup setup = new LogSetup();
    SourceLevels levels = new SourceLevels(config);
    setup.root.setLevel(levels.least());
    setup.context.addTurboFilter(levels);
    screen.ifPresentOrElse(setup::toScreen, setup::toStandardError);
    setup.toFiles(config);
  }

  /** Only warnings, to standard error: for short commands, and until a configuration is read. */
  static void quiet() {
    LogSetup setup = new LogSetup();
    setup.root.setLevel(Level.WARN);
    setup.toStandardError();
  }

  private void toStandardError() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    start(console);
  }

  private void toScreen(Screen screen) {
    PatternLayoutEncoder encoder = encoder();
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            screen.print(new String(encoder.encode(event), StandardCharsets.UTF_8));
          }
        };
    appender.setContext(context);
    appender.start();
    detach(appender);
  }

  /** One appender for each file, which takes what belongs to the sources that name it. */
  private void toFiles(RecorderConfig config) throws IOException {
    Map<Path, Set<String>> sources = new LinkedHashMap<>();
    Map<Path, LogSettings> settings = new LinkedHashMap<>();
    file(config.log(), SourceLevels.NO_SOURCE, sources, settings);
    for (SourceConfig source : config.sources()) {
      file(source.log(), source.name(), sources, settings);
    }
    for (Map.Entry<Path, LogSettings> entry : settings.entrySet()) {
      checkWritable(entry.getKey());
      toFile(entry.getKey(), entry.getValue(), sources.getOrDefault(entry.getKey(), Set.of()));
    }
  }

  private static void file(
      LogSettings log,
      String source,
      Map<Path, Set<String>> sources,
      Map<Path, LogSettings> settings) {
    log.file()
        .ifPresent(
            path -> {
              sources.computeIfAbsent(path, p -> new HashSet<>()).add(source);
              settings.putIfAbsent(path, log);
            });
  }

  private void toFile(Path file, LogSettings settings, Set<String> sources) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(file.toString());
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
    names.setMinIndex(1);
    names.setMaxIndex(settings.keptFiles());
    names.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(settings.maxBytes()));
    size.start();
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(size);
    appender.addFilter(new SourceFilter(sources));
    start(appender);
  }

  private void start(OutputStreamAppender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.setEncoder(encoder());
    appender.start();
    detach(appender);
  }

  /**
   * Puts a queue before an appender, so that a terminal that is stopped, or a hung disk, holds up
   * no source; what does not fit into the queue is dropped.
   */
  private void detach(Appender<ILoggingEvent> appender) {
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setQueueSize(QUEUED_EVENTS);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(appender);
    queue.start();
    root.addAppender(queue);
  }

  /** Writes what is queued, with a bound, and ends the log. */
  static void flush() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  /** Logback would tell nobody. */
  private static void checkWritable(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
  }

  private PatternLayoutEncoder encoder() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }
}
