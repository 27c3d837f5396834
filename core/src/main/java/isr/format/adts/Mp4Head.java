package isr.format.adts;

import isr.media.AdtsTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The boxes before the media data of an MP4 file with one AAC track (ISO/IEC 14496-12 and 14496-14,
 * versions of 64 bits), in which each frame is a chunk of its own.
 *
 * <pre>
 * ftyp · moov ( mvhd · trak ( tkhd · mdia ( mdhd · hdlr · minf ( smhd · dinf · stbl (
 *   stsd · stts · stsc · stsz [sizes] · stco [offsets] ))))) · mdat [file]
 * </pre>
 */
final class Mp4Head {
  /** More than all but the tables takes. */
  private static final int FIXED_BYTES = 1024;

  private static final int MDAT_HEADER_BYTES = 16;
  private static final int TRACK_ID = 1;

  /** 1.0 in 16.16. */
  private static final int UNITY = 0x10000;

  /** "und", in three times five bits. */
  private static final short UNDETERMINED = 0x55C4;

  /** Of mvhd and tkhd: 1 in 16.16, and in 2.30. */
  private static final int[] MATRIX = {UNITY, 0, 0, 0, UNITY, 0, 0, 0, 0x40000000};

  private final ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES);
  private final Deque<Integer> open = new ArrayDeque<>();
  private final AdtsTrack track;
  private final long frames;
  private final boolean large;
  private final int sizesAt;
  private final int movieEnd;

  /**
   * A head.
   *
   * @param frames of a block each, at most {@link AdtsInMp4#MAX_FRAMES}
   * @param fileBytes length of the media data
   */
  Mp4Head(AdtsTrack track, long frames, long fileBytes) {
    this.track = track;
    this.frames = frames;
    this.large = FIXED_BYTES + frames * 2 * Integer.BYTES + fileBytes > 0xFFFFFFFFL;
    begin("ftyp").put(ascii("M4A ")).putInt(0).put(ascii("M4A mp42isom"));
    end(0);
    begin("moov");
    movie();
    trackHeader();
    begin("mdia");
    mediaHeader();
    begin("minf");
    mediaInformation();
    begin("stbl");
    sampleDescription();
    times();
    full("stsz", 0).putInt(0).putInt((int) frames);
    sizesAt = out.position();
    end(sizesBytes());
    full(large ? "co64" : "stco", 0).putInt((int) frames);
    end(offsetsBytes());
    while (!open.isEmpty()) {
      end(sizesBytes() + offsetsBytes());
    }
    movieEnd = out.position();
    out.putInt(1).put(ascii("mdat")).putLong(MDAT_HEADER_BYTES + fileBytes);
  }

  /** Where the sizes go, 4 bytes each. */
  long sizesAt() {
    return sizesAt;
  }

  /** Where the offsets go, 4 bytes each, or 8 where it {@link #isLarge}. */
  long offsetsAt() {
    return movieEnd + sizesBytes();
  }

  boolean isLarge() {
    return large;
  }

  long frames() {
    return frames;
  }

  /** Length, with the tables. */
  long byteCount() {
    return out.position() + sizesBytes() + offsetsBytes();
  }

  private long sizesBytes() {
    return frames * Integer.BYTES;
  }

  private long offsetsBytes() {
    return frames * (large ? Long.BYTES : Integer.BYTES);
  }

  /** Writes all but the tables. */
  void write(FileChannel head) throws IOException {
    write(head, 0, sizesAt, 0);
    write(head, sizesAt, movieEnd, sizesBytes());
    write(head, movieEnd, out.position(), sizesBytes() + offsetsBytes());
  }

  private void write(FileChannel head, int from, int to, long behind) throws IOException {
    ByteBuffer part = ByteBuffer.wrap(out.array(), from, to - from);
    while (part.hasRemaining()) {
      head.write(part, part.position() + behind);
    }
  }

  private ByteBuffer begin(String type) {
    open.push(out.position());
    return out.putInt(0).put(ascii(type));
  }

  /** A box with version 0 and flags. */
  private ByteBuffer full(String type, int flags) {
    return begin(type).putInt(flags);
  }

  /** A box with times of 64 bits, created and modified at no time that is known. */
  private ByteBuffer timed(String type, int flags) {
    return begin(type).putInt(1 << 24 | flags).putLong(0).putLong(0);
  }

  /** Ends the innermost box, which holds more than what is here. */
  private void end(long more) {
    int start = open.pop();
    out.putInt(start, (int) (out.position() - start + more));
  }

  private void movie() {
    timed("mvhd", 0).putInt(track.sampleRateHz()).putLong(duration());
    out.putInt(UNITY).putShort((short) 0x100).putShort((short) 0).putLong(0);
    matrix();
    out.put(new byte[24]).putInt(TRACK_ID + 1);
    end(0);
  }

  private void trackHeader() {
    begin("trak");
    timed("tkhd", 7).putInt(TRACK_ID).putInt(0).putLong(duration()).putLong(0);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0x100).putShort((short) 0);
    matrix();
    out.putInt(0).putInt(0);
    end(0);
  }

  private void mediaHeader() {
    timed("mdhd", 0).putInt(track.sampleRateHz()).putLong(duration());
    out.putShort(UNDETERMINED).putShort((short) 0);
    end(0);
    full("hdlr", 0).putInt(0).put(ascii("soun")).put(new byte[13]);
    end(0);
  }

  private void mediaInformation() {
    full("smhd", 0).putInt(0);
    end(0);
    begin("dinf");
    full("dref", 0).putInt(1);
    full("url ", 1); // in this file
    end(0);
    end(0);
    end(0);
  }

  private void sampleDescription() {
    full("stsd", 0).putInt(1);
    begin("mp4a").put(new byte[6]).putShort((short) 1).putLong(0);
    out.putShort((short) track.channels()).putShort((short) 16).putInt(0);
    out.putInt((track.sampleRateHz() & 0xFFFF) << 16);
    full("esds", 0);
    out.put((byte) 3).put((byte) 25).putShort((short) 0).put((byte) 0); // ES_Descriptor
    out.put((byte) 4).put((byte) 17).put((byte) 0x40).put((byte) (5 << 2 | 1)); // audio
    out.put(new byte[3]).putInt(0).putInt(0); // buffer and rates are not known
    out.put((byte) 5).put((byte) 2).putShort((short) audioSpecificConfig());
    out.put((byte) 6).put((byte) 1).put((byte) 2); // SLConfigDescriptor, of MP4
    end(0);
    end(0);
    end(0);
  }

  /** ISO/IEC 14496-3, 1.6.2.1; that it is HE-AAC a decoder finds in the frames. */
  private int audioSpecificConfig() {
    int frequency = AdtsSyntax.frequencyIndex(track.sampleRateHz());
    return (track.profile() + 1) << 11 | frequency << 7 | track.channelConfiguration() << 3;
  }

  private void times() {
    full("stts", 0).putInt(1).putInt((int) frames).putInt(AdtsSyntax.SAMPLES_PER_BLOCK);
    end(0);
    full("stsc", 0).putInt(1).putInt(1).putInt(1).putInt(1);
    end(0);
  }

  private void matrix() {
    for (int value : MATRIX) {
      out.putInt(value);
    }
  }

  private long duration() {
    return frames * AdtsSyntax.SAMPLES_PER_BLOCK;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
