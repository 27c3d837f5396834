package isr.audio;

/** The clock of this process. */
enum SystemClock implements MonotonicClock {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
