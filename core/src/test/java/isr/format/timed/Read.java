package isr.format.timed;

import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Packet;
import isr.testing.CollectingSink;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/** Streams read in parts of one size. */
public final class Read {
  private Read() {}

  /** All that a framer finds. */
  public static CollectingSink all(
      Function<FramerSink, ? extends Framer> framer, byte[] stream, int pushed) throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer reader = framer.apply(sink);
    push(reader, stream, pushed);
    reader.end();
    return sink;
  }

  /** Pushes a stream, and reuses the memory after each part. */
  public static void push(Framer reader, byte[] stream, int pushed) throws Exception {
    for (int at = 0; at < stream.length; at += pushed) {
      reader.push(ByteBuffer.wrap(stream, at, Math.min(pushed, stream.length - at)));
      reader.release();
    }
  }

  /** The payloads of what was found. */
  public static List<ByteBuffer> payloads(CollectingSink found) {
    return found.packets().stream().map(Packet::payload).toList();
  }
}
