package isr.webrtc.rtp;

/** A packet that waits for its turn. */
final class HeldPacket {
  private final byte[] payload;
  private final long timestamp;
  private final long arrivalNanos;

  HeldPacket(byte[] payload, long timestamp, long arrivalNanos) {
    this.payload = payload;
    this.timestamp = timestamp;
    this.arrivalNanos = arrivalNanos;
  }

  byte[] payload() {
    return payload;
  }

  /** As in the header: unsigned 32 bits. */
  long timestamp() {
    return timestamp;
  }

  long arrivalNanos() {
    return arrivalNanos;
  }
}
