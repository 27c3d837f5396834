package isr.capture.http;

import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MpegTrack;
import isr.media.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a packet of whatever is pushed together. Payloads lie in the pushed buffers' copies, which
 * a release overwrites, so that a packet kept too long is noticed.
 */
final class PassingFramer implements Framer {
  private final FramerSink sink;
  private final List<ByteBuffer> lent = new ArrayList<>();
  private long offset;

  PassingFramer(FramerSink sink) {
    this.sink = sink;
  }

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    if (offset == 0) {
      sink.track(new MpegTrack(MpegTrack.Version.MPEG1, 3, 44_100, 2));
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    lent.add(copy);
    offset += copy.remaining();
    sink.packet(new Packet(copy, 0, copy.remaining()), offset);
  }

  @Override
  public void end() {}

  @Override
  public void release() {
    for (ByteBuffer buffer : lent) {
      for (int i = 0; i < buffer.limit(); i++) {
        buffer.put(i, (byte) 0xEE);
      }
    }
    lent.clear();
  }
}
