package isr.webrtc.rtp;

/**
 * Takes the packets of a stream in their order. Called by the thread that received the packet or
 * gave up waiting for one, while a lock is held: return fast, touch no disk, throw nothing.
 */
public interface OpusSink {
  /**
   * One packet.
   *
   * @param opus the packet; the receiver of this call owns it
   * @param timestamp at 48 kHz (RFC 7587, section 4.1), without wraps, from an arbitrary origin
   * @param samples its duration at 48 kHz, 120 to 5760
   * @param arrivalNanos when it came, on the monotonic clock
   */
  void packet(byte[] opus, long timestamp, int samples, long arrivalNanos);

  /**
   * What is missing between the last packet and the next, after all attempts to get it.
   *
   * @param packets how many did not come; 0 where the sender left time out
   * @param samples how long, at 48 kHz, so that the stream is as long as the call; 0 where what did
   *     not come had no duration, or a jump follows
   */
  void lost(int packets, long samples);

  /**
   * The next packet does not continue the stream.
   *
   * @param samples from where the last packet ended to where the next begins, negative or more than
   *     a minute; 0 where nothing is known, because another source begins
   */
  void jump(long samples);
}
