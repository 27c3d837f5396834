package isr.capture.http;

/** The body of a response that does not end: the audio. */
interface LiveBody {
  /**
   * Starts reading; called once.
   *
   * @param wake called from any thread when there is something to {@link #take}; returns at once
   */
  void start(Runnable wake);

  /** What has been handed over since the last time, and the end of the body; waits for nothing. */
  Batch take();

  /**
   * From here on whatever the kernel holds is read and handed over at once. From any thread,
   * idempotent.
   */
  void finish();

  /** Drops the connection; what was not taken is lost. From any thread, idempotent. */
  void cancel();
}
