package isr.format.wav;

import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bytes in front of the samples.
 *
 * <pre>
 *   0  RIFF|RF64 size WAVE
 *  12  JUNK|ds64 28: riffSize dataSize sampleCount (64 bit each), table length (32 bit)
 *  48  bext 602
 * 658  fmt  16 or 40
 *      data size
 * </pre>
 */
final class WavHeader {
  static final int RIFF = fourCc("RIFF");
  static final int RF64 = fourCc("RF64");
  static final int WAVE = fourCc("WAVE");
  static final int JUNK = fourCc("JUNK");
  static final int DS64 = fourCc("ds64");
  static final int BEXT = fourCc("bext");
  static final int FMT = fourCc("fmt ");
  static final int DATA = fourCc("data");
  static final int FACT = fourCc("fact");

  /** Chunks that programs write behind the samples. */
  static final Set<Integer> TRAILING =
      Stream.of(
              "LIST", "id3 ", "ID3 ", "cue ", "smpl", "inst", "iXML", "axml", "_PMX", "bext",
              "JUNK")
          .map(WavHeader::fourCc)
          .collect(Collectors.toUnmodifiableSet());

  /** A size that ds64 tells instead (EBU Tech 3306, section 3). */
  static final int IN_DS64 = 0xFFFF_FFFF;

  /** The largest size a RIFF chunk can tell; above it the file is an RF64. */
  static final long MAX_RIFF_SIZE = 0xFFFF_FFFEL;

  static final int WAVE_FORMAT_PCM = 1;
  static final int WAVE_FORMAT_EXTENSIBLE = 0xFFFE;

  /** KSDATAFORMAT_SUBTYPE_PCM after its first two bytes, which are the format tag. */
  private static final byte[] SUBTYPE_TAIL = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  static final int DS64_BYTES = 28;
  static final int DS64_POSITION = 12;
  private static final int BEXT_BYTES = 602;

  private WavHeader() {}

  /** The header of a file that holds so many bytes of samples. */
  static ByteBuffer of(PcmTrack track, SegmentInfo info, long dataBytes) {
    int fmtBytes = needsExtensible(track) ? 40 : 16;
    int headerBytes = 12 + 8 + DS64_BYTES + 8 + BEXT_BYTES + 8 + fmtBytes + 8;
    ByteBuffer out = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(RIFF).putInt(0).putInt(WAVE);
    out.putInt(JUNK).putInt(DS64_BYTES).put(new byte[DS64_BYTES]);
    bext(out, track, info);
    fmt(out, track, fmtBytes);
    out.putInt(DATA).putInt(0);
    setSizes(out, dataBytes, track.blockAlign());
    return out.flip();
  }

  /**
   * Sets the sizes of RIFF and data, in ds64 where they need it.
   *
   * @param header all bytes in front of the samples, its last four the size of the data chunk; JUNK
   *     or ds64 of 28 bytes stands at 12
   */
  static void setSizes(ByteBuffer header, long dataBytes, int blockAlign) {
    int headerBytes = header.capacity();
    long riffBytes = headerBytes - 8 + dataBytes + (dataBytes & 1);
    boolean rf64 = riffBytes > MAX_RIFF_SIZE;
    header.putInt(0, rf64 ? RF64 : RIFF).putInt(4, rf64 ? IN_DS64 : (int) riffBytes);
    header.putInt(DS64_POSITION, rf64 ? DS64 : JUNK);
    header.putLong(20, rf64 ? riffBytes : 0);
    header.putLong(28, rf64 ? dataBytes : 0);
    header.putLong(36, rf64 ? dataBytes / blockAlign : 0);
    header.putInt(headerBytes - 4, rf64 ? IN_DS64 : (int) dataBytes);
  }

  private static boolean needsExtensible(PcmTrack track) {
    return track.channels() > 2 || track.format().bits() > 16;
  }

  private static void fmt(ByteBuffer out, PcmTrack track, int fmtBytes) {
    boolean extensible = fmtBytes > 16;
    out.putInt(FMT).putInt(fmtBytes);
    out.putShort((short) (extensible ? WAVE_FORMAT_EXTENSIBLE : WAVE_FORMAT_PCM));
    out.putShort((short) track.channels());
    out.putInt(track.sampleRateHz());
    out.putInt(track.sampleRateHz() * track.blockAlign());
    out.putShort((short) track.blockAlign());
    out.putShort((short) track.format().bits());
    if (extensible) {
      out.putShort((short) 22).putShort((short) track.format().bits());
      out.putInt(channelMask(track.channels()));
      out.putShort((short) WAVE_FORMAT_PCM).put(SUBTYPE_TAIL);
    }
  }

  /** Mono is the centre, stereo left and right; more channels are not assigned to speakers. */
  private static int channelMask(int channels) {
    return channels == 1 ? 4 : channels == 2 ? 3 : 0;
  }

  /** EBU Tech 3285, section 2.3: where the file is from, and when it began. */
  private static void bext(ByteBuffer out, PcmTrack track, SegmentInfo info) {
    out.putInt(BEXT).putInt(BEXT_BYTES);
    LocalDateTime start = info.start().toLocalDateTime();
    text(out, info.source(), 256);
    text(out, "isr", 32);
    text(out, "", 32);
    text(out, DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).format(start), 10);
    text(out, DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(start), 8);
    out.putLong(timeReference(start, track.sampleRateHz()));
    out.putShort((short) 1);
    out.put(new byte[64 + 190]);
  }

  /** Samples since midnight. */
  private static long timeReference(LocalDateTime start, int sampleRateHz) {
    long nanos = start.toLocalTime().toNanoOfDay();
    long seconds = nanos / 1_000_000_000L;
    return seconds * sampleRateHz + nanos % 1_000_000_000L * sampleRateHz / 1_000_000_000L;
  }

  private static void text(ByteBuffer out, String text, int bytes) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    int count = Math.min(ascii.length, bytes);
    out.put(ascii, 0, count).put(new byte[bytes - count]);
  }

  private static int fourCc(String id) {
    byte[] b = id.getBytes(StandardCharsets.US_ASCII);
    return b[0] | b[1] << 8 | b[2] << 16 | b[3] << 24;
  }
}
