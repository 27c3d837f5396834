package isr.cli;

/** What the launcher found out about the terminal, which Java can not tell by itself. */
final class Terminal {
  private static final int DEFAULT_ROWS = 24;

  private Terminal() {}

  /** Whether standard output and standard error are one terminal that takes control sequences. */
  static boolean isThere() {
    return Boolean.getBoolean("isr.terminal");
  }

  /** Its height when the program was started. */
  static int rows() {
    return Math.max(4, Integer.getInteger("isr.terminal.rows", DEFAULT_ROWS));
  }
}
