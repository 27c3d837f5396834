package isr.webrtc;

import java.io.IOException;

/** An offer is fine, but there is no room for it now, or the server is closed. */
public final class RtcRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  RtcRefusedException(String message) {
    super(message);
  }
}
