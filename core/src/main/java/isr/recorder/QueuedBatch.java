package isr.recorder;

import isr.capture.CaptureSink;
import isr.capture.CardReport;
import isr.media.Packet;
import isr.media.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a capture has told since its last batch, with the samples copied: filled by the thread that
 * reads, then told again by the one that writes. One thread has it at a time.
 */
final class QueuedBatch {
  /** Copies of payloads; what does not fit goes to a larger one, which then stays. */
  private ByteBuffer room = ByteBuffer.allocate(0);

  private final List<Told> told = new ArrayList<>();

  /** What is told before all else, once audio had to be left out. */
  private final List<Told> early = new ArrayList<>();

  /** The newest, told last. */
  private @Nullable CardReport card;

  private int byteCount;
  private long lostSamples;
  private String lostCause = "";
  private boolean dated;
  private long arrivalNanos;

  /** One call of a capture, to be made again. */
  @FunctionalInterface
  interface Told {
    void to(CaptureSink sink) throws IOException;
  }

  /** Something that is worth keeping whatever happens to the audio around it. */
  void add(Told thing) {
    (told.isEmpty() ? early : told).add(thing);
  }

  /** How the card does; takes the place of one that was not told yet. */
  void card(CardReport report) {
    card = report;
  }

  /** A packet, which is copied. */
  void packet(Packet packet) {
    int bytes = packet.byteCount();
    if (room.capacity() - room.position() < bytes) {
      room = ByteBuffer.allocate(Math.max(bytes, 2 * room.capacity()));
    }
    int at = room.position();
    room.put(at, packet.payload(), packet.payload().position(), bytes).position(at + bytes);
    Packet own = new Packet(room.slice(at, bytes), packet.samplePosition(), packet.sampleCount());
    told.add(new Audio(own));
    byteCount += bytes;
  }

  /** Samples are missing. */
  void skipped(Skip skip) {
    told.add(new Missing(skip));
  }

  /** A packet, which is left out when there is no room. */
  private record Audio(Packet packet) implements Told {
    @Override
    public void to(CaptureSink sink) throws IOException {
      sink.packet(packet);
    }
  }

  /** A gap, which becomes part of a longer one when what is around it is left out. */
  private record Missing(Skip skip) implements Told {
    @Override
    public void to(CaptureSink sink) throws IOException {
      sink.skipped(skip);
    }
  }

  /** The batch is complete. */
  void date(long nanos) {
    dated = true;
    arrivalNanos = nanos;
  }

  /** Whether the sink will be told that the batch is complete. */
  boolean isDated() {
    return dated;
  }

  /** Bytes of audio in it. */
  int byteCount() {
    return byteCount;
  }

  /** Whether there is nothing to tell. */
  boolean isEmpty() {
    return told.isEmpty() && early.isEmpty() && lostSamples == 0 && card == null;
  }

  /** Leaves the audio out: what is told instead is that so many samples more are missing. */
  void leaveOut(String cause) {
    for (Told thing : told) {
      if (thing instanceof Audio audio) {
        lostSamples += audio.packet().sampleCount();
      } else if (thing instanceof Missing missing) {
        lostSamples += missing.skip().lostSamples();
      } else {
        early.add(thing);
      }
    }
    lostCause = cause;
    told.clear();
    room.clear();
    byteCount = 0;
    dated = false;
  }

  /** Tells it all. */
  void to(CaptureSink sink) throws IOException {
    for (Told thing : early) {
      thing.to(sink);
    }
    if (lostSamples > 0) {
      sink.skipped(new Skip(0, 0, Skip.Kind.DAMAGE, lostSamples, lostCause));
    }
    for (Told thing : told) {
      thing.to(sink);
    }
    if (dated) {
      sink.batch(arrivalNanos);
    }
    CardReport report = card;
    if (report != null) {
      sink.card(report);
    }
  }

  /** Makes it as new, with the room that it has got. */
  void clear() {
    told.clear();
    early.clear();
    card = null;
    room.clear();
    byteCount = 0;
    lostSamples = 0;
    dated = false;
  }
}
