package isr.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import isr.config.LogLevel;
import isr.config.RecorderConfig;
import isr.config.SourceConfig;
import isr.recorder.Recorder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** The log level of each source, and of everything that belongs to none. */
final class SourceLevels extends TurboFilter {
  /** Stands for what belongs to no source; no source can have this name. */
  static final String NO_SOURCE = "";

  private final Map<String, Level> levels = new HashMap<>();
  private final Level general;

  SourceLevels(RecorderConfig config) {
    general = level(config.log().level());
    for (SourceConfig source : config.sources()) {
      levels.put(source.name(), level(source.log().level()));
    }
  }

  /** The least level of all. */
  Level least() {
    Level least = general;
    for (Level level : levels.values()) {
      least = level.isGreaterOrEqual(least) ? least : level;
    }
    return least;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    String source = MDC.get(Recorder.LOG_SOURCE);
    Level wanted = source == null ? general : levels.getOrDefault(source, general);
    return level.isGreaterOrEqual(wanted) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  /** Logback knows nothing above ERROR. */
  private static Level level(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR, CRITICAL -> Level.ERROR;
    };
  }
}
