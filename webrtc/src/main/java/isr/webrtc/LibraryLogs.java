package isr.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Takes what libraries log by java.util.logging to where all else is logged, from WARNING on: at
 * INFO, ice4j tells the passwords of sessions.
 */
final class LibraryLogs extends Handler {
  /** Referenced, for else the JDK forgets their levels. */
  private static final List<java.util.logging.Logger> KEPT = new ArrayList<>();

  private LibraryLogs() {}

  static synchronized void toSlf4j(String... names) {
    for (String name : names) {
      java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
      logger.setLevel(Level.WARNING);
      logger.setUseParentHandlers(false);
      logger.addHandler(new LibraryLogs());
      KEPT.add(logger);
    }
  }

  /** At DEBUG: their warnings are about single packets and clients, not about a recording. */
  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      LoggerFactory.getLogger(String.valueOf(record.getLoggerName()))
          .debug("{}", record.getMessage(), record.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
