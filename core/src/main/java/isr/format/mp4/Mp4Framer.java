package isr.format.mp4;

import isr.format.timed.ContainerFramer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the first track of Opus, or of AAC, in fragmented MP4 (ISO/IEC 14496-12); a MediaRecorder
 * in the browser sends such. AAC becomes frames of ADTS. After damage it goes on at the next
 * fragment.
 *
 * <p>Where bytes are missing within a fragment, packets after the gap are other bytes than they
 * should be; the first one that is no packet, or has another duration than the fragment says, shows
 * it, and ends the fragment. Who knows where bytes are missing says so, by {@link #bytesMissing},
 * and no packet is wrong.
 */
public final class Mp4Framer extends ContainerFramer {
  /** Of {@code ftyp}. */
  static final int MAX_TYPE_BYTES = 4 * 1024;

  /** Of {@code moov}, which is read whole. */
  static final int MAX_MOVIE_BYTES = 1 << 20;

  /** Of {@code moof}, which is read whole: the most samples, each with all its fields. */
  static final int MAX_FRAGMENT_BYTES = 16 * Fragment.MAX_SAMPLES + 4 * 1024;

  /** Of an {@code mdat}; it is not kept, but one of a wrong size would be gone through. */
  static final int MAX_DATA_BYTES = 16 << 20;

  private static final int MFHD_SIZE = 16;
  private static final int TOLERANCE_MILLIS = 15;

  private @Nullable AudioTrack track;

  /** {@code ftyp} has come whose {@code moov} has not. */
  private boolean movieDue = true;

  private @Nullable Fragment fragment;

  /** The time at which the next fragment begins when it does not say so. */
  private long nextTime;

  /** Stream offset of the end of the {@code mdat} that is being read; 0 outside. */
  private long dataEnd;

  /** A packet was compared with the duration that its fragment tells. */
  private boolean compared;

  /** The first one had that duration: so should all. */
  private boolean durationsHold;

  private @Nullable Sample held;

  /**
   * A framer at the start of a stream.
   *
   * @param sink takes what is found, on the thread that pushes
   */
  public Mp4Framer(FramerSink sink) {
    super("MP4", sink);
  }

  @Override
  protected boolean hasTrack() {
    return track != null;
  }

  @Override
  protected void found() {
    fragment = null;
    dataEnd = 0;
  }

  @Override
  protected boolean isLikely() {
    Box cut = dataEnd > 0 ? null : Box.read(in.array(), in.index(next()), in.end());
    return cut == null || Types.isKnown(cut.type());
  }

  @Override
  protected boolean part() throws IOException {
    if (dataEnd > 0) {
      return data();
    }
    Box found = Box.read(in.array(), in.index(next()), in.end());
    if (found == null) {
      return false;
    }
    if (found.is(Types.MDAT)) {
      return enterData(found);
    }
    if (found.is(Types.FTYP)) {
      return header(found, MAX_TYPE_BYTES);
    }
    if (found.is(Types.MOOV)) {
      return header(found, MAX_MOVIE_BYTES);
    }
    if (found.is(Types.MOOF)) {
      return header(found, MAX_FRAGMENT_BYTES);
    }
    return other(found);
  }

  private boolean header(Box found, int limit) throws IOException {
    if (!found.isAtMost(limit)) {
      return tooLong("box " + found.shown(), limit);
    }
    return in.end() - found.dataStart() >= found.size() && readHeader(found);
  }

  private boolean readHeader(Box found) throws IOException {
    Boxes boxes = Boxes.in(in.array(), in.offset(0), found);
    long end = in.offset(found.dataEnd());
    try {
      if (found.is(Types.MOOF)) {
        AudioTrack known = requireTrack();
        fragment = Fragment.read(boxes, known, next(), nextTime);
        nextTime = fragment.endTime();
      } else if (found.is(Types.FTYP)) {
        movieDue = true;
      } else if (movieDue) {
        return movie(Movie.read(boxes), end);
      }
    } catch (MalformedMediaException e) {
      return malformed(e);
    }
    return goOn(end, !found.is(Types.MOOF));
  }

  private boolean movie(AudioTrack read, long end) throws IOException {
    goOn(end, true);
    track = read;
    movieDue = false;
    compared = false;
    nextTime = 0;
    timeline.begin(read.codec());
    return true;
  }

  private AudioTrack requireTrack() throws MalformedMediaException {
    if (track == null) {
      throw new MalformedMediaException(next(), "expected moov before the first moof");
    }
    return track;
  }

  private boolean enterData(Box found) throws IOException {
    if (track == null) {
      throw new UnsupportedMediaException(
          "MP4 that begins with its samples is not supported: expected a fragmented one");
    }
    if (found.sizeKnown() && found.size() > MAX_DATA_BYTES) {
      return lose("box mdat longer than " + MAX_DATA_BYTES + " bytes");
    }
    long start = in.offset(found.dataStart());
    dataEnd = found.sizeKnown() ? start + found.size() : Long.MAX_VALUE;
    return goOn(start, false);
  }

  /** Within {@code mdat}: goes to the next packet, or to the end. */
  private boolean data() throws IOException {
    Sample sample = fragment == null ? null : fragment.peek();
    if (sample == null || sample.offset() >= dataEnd) {
      return leaveData();
    }
    if (sample.offset() < next() || sample.end() > dataEnd) {
      return lose("expected a sample within its mdat");
    }
    if (sample.offset() > next()) {
      leftOut.add(next(), sample.offset() - next());
      return passOver(sample.offset(), false);
    }
    return in.offset(in.end()) >= sample.end() && packet(sample);
  }

  /** What is left belongs to other tracks, unless the next fragment begins there after all. */
  private boolean leaveData() throws IOException {
    long rest = dataEnd - next();
    Boolean begins = rest == 0 ? Boolean.TRUE : begins(in.index(next()));
    if (begins == null) {
      return false;
    }
    long end = dataEnd;
    dataEnd = 0;
    if (begins) {
      return true;
    }
    leftOut.add(next(), end == Long.MAX_VALUE ? 0 : rest);
    return passOver(end, false);
  }

  private boolean packet(Sample sample) throws IOException {
    if (fragment != null) {
      fragment.remove();
    }
    if (sample.size() == 0) {
      return true; // nothing was sent: the next one's time tells what is missing
    }
    if (!isPacket(sample)) {
      return lose("expected a packet of " + sample.duration() + " units");
    }
    hold(sample.end());
    held = sample;
    return true;
  }

  private ByteBuffer unit(Sample sample) {
    return in.slice(in.index(sample.offset()), sample.size());
  }

  /** The last one of a stream may be shorter than it decodes to. */
  private boolean isPacket(Sample sample) throws IOException {
    AudioTrack known = requireTrack();
    long samples = known.codec().samples(unit(sample));
    long told = known.samples(sample.duration());
    boolean last = fragment == null || fragment.peek() == null;
    long tolerated = (long) known.codec().track().sampleRateHz() * TOLERANCE_MILLIS / 1000;
    boolean fits = Math.abs(samples - told) <= tolerated || (last && told < samples);
    durationsHold = compared ? durationsHold : fits;
    compared = true;
    return samples >= 0 && (fits || !durationsHold);
  }

  @Override
  protected void give(boolean last) throws IOException {
    Sample given = held;
    held = null;
    if (given != null) {
      AudioTrack known = requireTrack();
      ByteBuffer unit = unit(given);
      int cut = (int) Math.max(0, known.codec().samples(unit) - known.samples(given.duration()));
      timeline.unit(unit, known.samples(given.time()), last ? cut : 0, given.end());
    }
  }

  /** A box that is not needed, or of an unknown type: that is one only if a known one follows. */
  private boolean other(Box found) throws IOException {
    boolean known = Types.isPassedOver(found.type());
    if (!found.isAtMost(known ? Types.MAX_PASSED_BYTES : Types.MAX_UNKNOWN_BYTES)) {
      return lose("expected a box, found one too long to be one");
    }
    if (known) {
      return passOver(in.offset(found.dataStart()) + found.size(), found.is(Types.MFRA));
    }
    Box follower =
        found.type() == 0 || in.end() <= found.dataEnd()
            ? null
            : Box.read(in.array(), found.dataEnd(), in.end());
    if (follower == null && found.type() != 0) {
      return false;
    }
    return (follower != null && Types.isKnown(follower.type()))
        ? goOn(in.offset(found.dataEnd()), false)
        : lose("expected a box");
  }

  /** A fragment begins with {@code mfhd}; a stream begins with {@code ftyp}. */
  @Override
  protected @Nullable Boolean begins(int at) {
    Box found = Box.read(in.array(), at, in.end());
    if (found == null) {
      return null;
    }
    if (found.is(Types.FTYP)) {
      return found.isAtMost(MAX_TYPE_BYTES) && found.size() % 4 == 0 && found.size() >= 8;
    }
    if (!found.is(Types.MOOF) || track == null || !found.isAtMost(MAX_FRAGMENT_BYTES)) {
      return false;
    }
    Box first = Box.read(in.array(), found.dataStart(), in.end());
    return first == null ? null : first.is(Types.MFHD) && first.size() == MFHD_SIZE - 8;
  }
}
