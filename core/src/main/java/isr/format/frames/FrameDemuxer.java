package isr.format.frames;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.SeekPoints;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of frames from any place, with the parser of live streams.
 *
 * <p>Nothing in a frame tells its place: it is known from a point near it, or by counting from the
 * first frame on. What is read through is remembered, sparsely.
 *
 * <p>Places are counted here from the first frame, whether it is heard or not.
 */
public final class FrameDemuxer implements Demuxer, FramerSink {
  /**
   * What a decoder may need from before a place, in seconds: a frame and all that it may borrow
   * from, at the lowest bit rate.
   */
  private static final int LEAD_IN_SECONDS = 4;

  private static final int READ_BYTES = 1 << 16;
  private static final int INDEX_SECONDS = 10;

  /**
   * Where the frames of a file are, and which of their samples are heard.
   *
   * @param from offset of the first frame
   * @param to offset just after the last one, as far as is known: tags begin there
   * @param hidden samples at the beginning that a player drops
   * @param trimmed samples at the end that a player drops
   * @param codedSamples of all frames, where that is known for certain
   */
  public record Extent(long from, long to, int hidden, int trimmed, OptionalLong codedSamples) {}

  /** A frame that waits to be given. */
  private record Held(Track track, ByteBuffer payload, long coded, int samples) {}

  private final FileChannel file;
  private final FrameSyntax syntax;
  private final Extent extent;
  private final SeekPoints points;
  private final SparseIndex index;
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private OptionalLong codedSamples;
  private Track track;

  private SyncFramer framer;
  private @Nullable Track framedTrack;
  private long base;
  private long offset;
  private boolean ended;

  /** Place just after the last frame that the framer has given. */
  private long coded;

  /** Offset of the first frame since the last jump; negative before it is known. */
  private long firstOffset;

  /** The greatest place up to which the index knows everything. */
  private long indexed;

  private FrameDemuxer(FileChannel file, FrameSyntax syntax, Extent extent, SeekPoints points)
      throws IOException {
    this.file = file;
    this.syntax = syntax;
    this.extent = extent;
    this.points = points;
    this.codedSamples = extent.codedSamples();
    this.framer = new SyncFramer(syntax, this);
    jump(extent.from(), 0);
    while (held.isEmpty() && fill()) {}
    Held first = held.peek();
    if (first == null) {
      throw new MalformedMediaException(0, "expected frames of audio, found none");
    }
    this.track = first.track();
    this.index = new SparseIndex((long) INDEX_SECONDS * track.sampleRateHz());
    index.add(0, extent.from());
  }

  /**
   * Opens a file.
   *
   * @throws MalformedMediaException when there is no frame
   */
  public static Demuxer open(FileChannel file, FrameSyntax syntax, Extent extent, SeekPoints points)
      throws IOException {
    FrameDemuxer demuxer = new FrameDemuxer(file, syntax, extent, points);
    if (extent.trimmed() > 0) {
      demuxer.sampleCount(); // which frames are trimmed is known only with the number of all
    }
    return demuxer;
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public long sampleCount() throws IOException {
    if (codedSamples.isEmpty()) {
      long back = held.isEmpty() ? coded : held.peek().coded();
      position(Long.MAX_VALUE);
      codedSamples = OptionalLong.of(coded);
      position(back);
    }
    return Math.max(0, codedSamples.getAsLong() - extent.hidden() - extent.trimmed());
  }

  @Override
  public void seek(long sample) throws IOException {
    long leadIn = track.leadIn().isNone() ? 0 : (long) LEAD_IN_SECONDS * track.sampleRateHz();
    position(Math.max(0, sample + extent.hidden() - leadIn));
  }

  /** Makes the frame that holds a place the next one to be given; all are behind the end. */
  private void position(long target) throws IOException {
    Held next = held.peek();
    if (next == null || next.coded() > target || !isNear(target)) {
      if (!jumpByPoint(target)) {
        jumpByIndex(target);
      }
    }
    while (true) {
      Held first = held.peek();
      if (first != null && first.coded() + first.samples() > target) {
        return;
      }
      if (held.poll() == null && !fill()) {
        return;
      }
    }
  }

  private boolean isNear(long target) {
    return target - coded <= 2L * INDEX_SECONDS * track.sampleRateHz();
  }

  /** To a point that is known from elsewhere, where a frame begins there indeed. */
  private boolean jumpByPoint(long target) throws IOException {
    Optional<SeekPoints.Point> point =
        target < extent.hidden() ? Optional.empty() : points.before(target - extent.hidden());
    if (point.isEmpty()
        || point.get().byteOffset() <= extent.from()
        || point.get().byteOffset() >= extent.to()) {
      return false;
    }
    jump(point.get().byteOffset(), point.get().sample() + extent.hidden());
    while (held.isEmpty() && fill()) {}
    return firstOffset == point.get().byteOffset();
  }

  private void jumpByIndex(long target) throws IOException {
    SeekPoints.Point point =
        index.before(Math.min(target, indexed)).orElse(new SeekPoints.Point(0, extent.from()));
    jump(point.byteOffset(), point.sample());
  }

  private void jump(long to, long place) {
    framer = new SyncFramer(syntax, this);
    framedTrack = null;
    held.clear();
    base = to;
    offset = to;
    coded = place;
    firstOffset = -1;
    ended = false;
  }

  /** Reads on; false at the end. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    framer.release();
    buffer.clear().limit((int) Math.min(READ_BYTES, Math.max(0, extent.to() - offset)));
    int count = buffer.hasRemaining() ? file.read(buffer, offset) : -1;
    if (count <= 0) {
      ended = true;
      framer.end();
      return !held.isEmpty();
    }
    offset += count;
    framer.push(buffer.flip());
    return true;
  }

  @Override
  public @Nullable FilePacket next() throws IOException {
    while (held.isEmpty()) {
      if (!fill()) {
        return null;
      }
    }
    Held frame = held.remove();
    track = frame.track();
    long from = frame.coded() - extent.hidden();
    int skipped = (int) Math.max(0, Math.min(frame.samples(), -from));
    int trimmed = 0;
    if (extent.trimmed() > 0 && codedSamples.isPresent()) {
      long over = frame.coded() + frame.samples() + extent.trimmed() - codedSamples.getAsLong();
      trimmed = (int) Math.max(0, Math.min(frame.samples() - skipped, over));
    }
    return new FilePacket(frame.payload(), Math.max(0, from), frame.samples(), skipped, trimmed);
  }

  @Override
  public void track(Track found) {
    framedTrack = found;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    long begin = base + streamOffset - packet.byteCount();
    if (firstOffset < 0) {
      firstOffset = begin;
    }
    if (index != null && coded >= indexed) {
      index.add(coded, begin);
      indexed = coded;
    }
    Track of = framedTrack;
    if (of != null) {
      held.add(new Held(of, packet.payload(), coded, packet.sampleCount()));
    }
    coded += packet.sampleCount();
  }

  /** What is skipped is not played, and counts for nothing. */
  @Override
  public void skipped(Skip skip) {}

  @Override
  public void title(String title) {}
}
