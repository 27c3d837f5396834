package isr.webrtc;

import isr.webrtc.rtp.OpusSink;

/**
 * Follows one session. Calls come one at a time, from the threads of the server: return fast, touch
 * no disk, throw nothing.
 */
public interface RtcListener extends OpusSink {
  /**
   * The session is over; nothing comes after this.
   *
   * @param cause in a few words, for people
   */
  void ended(String cause);
}
