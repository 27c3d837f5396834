package isr.webrtc.sdp;

import java.io.IOException;

/** A description breaks the rules, or asks for what cannot be given; the message says what. */
public final class SdpException extends IOException {
  private static final long serialVersionUID = 1;

  /** Says what. */
  public SdpException(String message) {
    super(message);
  }
}
