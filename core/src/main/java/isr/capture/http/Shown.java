package isr.capture.http;

import java.math.BigDecimal;
import java.time.Duration;

/** Numbers, made fit for a log line. */
final class Shown {
  private Shown() {}

  /** A time in seconds, as exact as it must be: {@code 20 s}, {@code 0.3 s}. */
  static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
