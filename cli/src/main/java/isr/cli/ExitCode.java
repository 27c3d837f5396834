package isr.cli;

/** What the program's exit code says. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Failed at run time: some source gave up, a file has faults. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was started. */
  static final int USAGE = 2;

  private ExitCode() {}
}
