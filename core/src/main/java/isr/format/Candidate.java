package isr.format;

import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaFormat;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One format's framer on a stream whose format is not known: keeps what it finds to itself until it
 * is chosen, then passes it on.
 *
 * <p>Offsets are the stream's, wherever in the stream the framer began.
 */
final class Candidate {
  /** Something found that waits to be told. */
  @FunctionalInterface
  private interface Event {
    void tell(FramerSink sink) throws IOException;
  }

  private final MediaFormat format;
  private final Framer framer;
  private final long base;
  private final FramerSink sink;

  /** What came since the first packet and before the choice. */
  private final List<Event> waiting = new ArrayList<>();

  private boolean chosen;
  private boolean found;
  private @Nullable Track track;
  private @Nullable String title;

  /** The last bytes that were skipped before the first packet. */
  private @Nullable Skip lead;

  private long lastPacketEnd;
  private long nextPosition;

  /**
   * A candidate that has seen nothing.
   *
   * @param base stream offset of the first byte that it is going to see
   * @param sink takes what is found, once this candidate is chosen
   */
  Candidate(MediaFormat format, long base, FramerSink sink) {
    this.format = format;
    this.base = base;
    this.sink = sink;
    this.lastPacketEnd = base;
    this.framer =
        format
            .framer(new Ear())
            .orElseThrow(() -> new IllegalArgumentException(format.name() + " is not streamed"));
  }

  MediaFormat format() {
    return format;
  }

  Framer framer() {
    return framer;
  }

  void push(ByteBuffer bytes) throws IOException {
    framer.push(bytes.duplicate());
  }

  /** Whether a packet was found. */
  boolean hasFound() {
    return found;
  }

  /** Where what was found begins: after the bytes that were skipped before the first packet. */
  long foundAt() {
    Skip skip = lead;
    return skip == null ? base : skip.offset() + skip.byteCount();
  }

  /** What the bytes before the first packet were, when they were skipped in one run. */
  Optional<Skip> lead() {
    return Optional.ofNullable(lead).filter(skip -> skip.offset() == base);
  }

  /** The track of the packets found last. */
  Optional<Track> track() {
    return Optional.ofNullable(track);
  }

  /** Stream offset after the last packet; where this candidate began when there was none. */
  long lastPacketEnd() {
    return lastPacketEnd;
  }

  /** Sample position after the last packet. */
  long nextPosition() {
    return nextPosition;
  }

  /**
   * Tells what has been found, the bytes skipped before it left out, and from here on all at once.
   */
  void choose() throws IOException {
    chosen = true;
    for (Event event : waiting) {
      event.tell(sink);
    }
    waiting.clear();
  }

  private void tell(Event event) throws IOException {
    if (chosen) {
      event.tell(sink);
    } else {
      waiting.add(event);
    }
  }

  /** Listens to the framer. */
  private final class Ear implements FramerSink {
    @Override
    public void track(Track next) throws IOException {
      track = next;
      if (found) {
        tell(to -> to.track(next));
      }
    }

    @Override
    public void title(String next) throws IOException {
      title = next;
      if (found) {
        tell(to -> to.title(next));
      }
    }

    @Override
    public void skipped(Skip skip) throws IOException {
      Skip moved =
          new Skip(
              base + skip.offset(),
              skip.byteCount(),
              skip.kind(),
              skip.lostSamples(),
              skip.cause());
      if (found) {
        tell(to -> to.skipped(moved));
      } else {
        lead = moved;
      }
    }

    @Override
    public void packet(Packet packet, long streamOffset) throws IOException {
      if (!found) {
        first();
      }
      lastPacketEnd = base + streamOffset;
      nextPosition = packet.endPosition();
      if (chosen) { // most packets by far
        sink.packet(packet, base + streamOffset);
      } else {
        waiting.add(to -> to.packet(packet, base + streamOffset));
      }
    }

    private void first() throws IOException {
      found = true;
      Track own = track;
      if (own != null) {
        tell(to -> to.track(own));
      }
      String shown = title;
      if (shown != null) {
        tell(to -> to.title(shown));
      }
    }
  }
}
