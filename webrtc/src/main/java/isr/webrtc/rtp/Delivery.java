package isr.webrtc.rtp;

import isr.format.ogg.OpusPacket;
import java.nio.ByteBuffer;

/** Says what lies between packets: nothing, a loss, a jump. */
final class Delivery {
  /** A longer silence is not filled: a minute at 48 kHz. */
  static final long MAX_FILL_SAMPLES = 60 * 48_000;

  private final OpusSink sink;
  private WrappingCounter timestamps = new WrappingCounter(32);
  private boolean started;
  private boolean sourceChanged;
  private long end;
  private int missing;
  private long lost;

  Delivery(OpusSink sink) {
    this.sink = sink;
  }

  /** Packets that will not come, by now. */
  long lost() {
    return lost;
  }

  /** So many packets before the next one will not come. */
  void skip(long packets) {
    if (started) {
      missing = (int) Math.min(Integer.MAX_VALUE, missing + packets);
      lost += packets;
    }
  }

  /** A packet without audio keeps a sequence number, and no time. */
  void packet(HeldPacket packet) {
    if (packet.payload().length == 0) {
      return;
    }
    int samples = OpusPacket.samples(ByteBuffer.wrap(packet.payload()));
    if (samples < 0) {
      skip(1);
      return;
    }
    long timestamp = timestamps.extend(packet.timestamp());
    between(timestamp);
    end = timestamp + samples;
    sink.packet(packet.payload(), timestamp, samples, packet.arrivalNanos());
  }

  /** Another source begins. */
  void restart() {
    reportMissing(0);
    timestamps = new WrappingCounter(32);
    sourceChanged = started;
  }

  /** Nothing more comes. */
  void finish() {
    reportMissing(0);
  }

  private void between(long timestamp) {
    long gap = timestamp - end;
    if (sourceChanged || !started) {
      if (sourceChanged) {
        sink.jump(0);
      }
      sourceChanged = false;
      started = true;
    } else if (gap < 0 || gap > MAX_FILL_SAMPLES) {
      reportMissing(0);
      sink.jump(gap);
    } else {
      reportMissing(gap);
    }
  }

  private void reportMissing(long samples) {
    if (missing > 0 || samples > 0) {
      sink.lost(missing, samples);
    }
    missing = 0;
  }
}
