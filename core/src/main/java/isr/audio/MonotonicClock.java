package isr.audio;

/** A clock that only runs forward, whatever is done to the system's date; see System.nanoTime. */
@FunctionalInterface
public interface MonotonicClock {
  /** Nanoseconds since an arbitrary origin, the same for the life of the process. */
  long nanos();

  /** The clock of this process; always the same one. */
  static MonotonicClock system() {
    return SystemClock.INSTANCE;
  }
}
