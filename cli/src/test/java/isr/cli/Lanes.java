package isr.cli;

/**
 * What classes that wait most of the time are run in: those of a lane one after the other, the
 * lanes beside each other and beside all that names none. What measures time is isolated, and runs
 * by itself.
 */
final class Lanes {
  static final String A = "lane A";
  static final String B = "lane B";

  private Lanes() {}
}
