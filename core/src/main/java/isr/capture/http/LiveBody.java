package isr.capture.http;

/** The body of a response that does not end: the audio. */
interface LiveBody {
  /** Starts reading; called once, on the thread that is going to {@link #await}. */
  void start();

  /**
   * Waits until bytes have been handed over or the body has ended; called by one thread only.
   *
   * @param timeoutNanos after so long an empty batch is returned
   */
  Batch await(long timeoutNanos) throws InterruptedException;

  /**
   * From here on whatever the kernel holds is read and handed over at once, and a running {@link
   * #await} returns soon. From any thread.
   */
  void finish();

  /** Drops the connection; what was not taken is lost. From any thread, idempotent. */
  void cancel();
}
