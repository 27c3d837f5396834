package isr.config;

import java.util.Arrays;
import java.util.List;

/** How much is logged: messages of this level and of those after it. */
public enum LogLevel {
  /** Decisions. */
  DEBUG,
  /** What an operator wants to know next morning. */
  INFO,
  /** Data lost or degraded, with the amount. */
  WARNING,
  /** What failed and will not be tried again. */
  ERROR,
  /** What ends the program; logged with the errors. */
  CRITICAL;

  /** The levels as they are written in a configuration. */
  static final List<String> NAMES = Arrays.stream(values()).map(LogLevel::name).toList();
}
