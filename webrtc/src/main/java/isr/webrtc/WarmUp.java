package isr.webrtc;

import java.io.IOException;

/** Loads what the first session would wait for. */
final class WarmUp {
  private WarmUp() {}

  static void run(RtcServer server) throws IOException {
    server.gateway().session((bytes, offset, length) -> {}).close();
  }
}
