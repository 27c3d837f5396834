package isr.format.mpeg;

import isr.bytes.Crc16;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A silent first frame that carries a Xing header with a LAME tag: how many frames and bytes
 * follow, a table of contents, and how many samples a player drops at the start and at the end.
 *
 * <pre>
 *   0 "Info" (constant bit rate) or "Xing"     120 encoder, 9 characters      144 bit rate, lower bound
 *   4 flags: 1 frames, 2 bytes, 4 TOC, 8 quality  129 revision, VBR method     141 delay, padding: 12 bits each
 *   8 frames, 12 bytes, 16 TOC                 130 lowpass, peak, gain, flags  148 music length, CRC; 154 CRC
 * </pre>
 *
 * <p>Only custom defines it. As lame 3.100 and ffmpeg 5.1 write it; read by ffmpeg, mpg123, mp3val
 * and the browsers, which believe delay and padding only after "LAME", "Lavc" or "Lavf".
 */
final class InfoFrame {
  /** Decoders drop so many samples more than the encoder's delay tells: the delay of their own. */
  static final int DECODER_DELAY = 529;

  /** Entries of the table of contents. */
  static final int TOC_BYTES = 100;

  /** Xing header with all four fields, and LAME tag. */
  private static final int TAG_BYTES = 156;

  private static final int XING_BYTES = 120;
  private static final int ALL_FIELDS = 15;
  private static final int DELAY_AT = XING_BYTES + 21;
  private static final int MUSIC_LENGTH_AT = XING_BYTES + 28;
  private static final int CRC_AT = XING_BYTES + 34;
  private static final byte[] ENCODER = "LAME(isr)".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INFO = "Info".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] XING = "Xing".getBytes(StandardCharsets.US_ASCII);

  /** The method that LAME tags call CBR. */
  private static final byte METHOD_CBR = 1;

  private InfoFrame() {}

  /**
   * What a tag tells that changes while the file grows.
   *
   * @param constantBitrate whether all frames that are heard have one bit rate
   * @param bytes from the start of the Info frame to the end of the last frame
   * @param frames that follow the Info frame
   * @param withTable whether the table of contents is to be made anew
   */
  record Counts(boolean constantBitrate, long bytes, SeekTable frames, boolean withTable) {}

  /** The frame with empty counts; its bit rate is the lowest that has room for the tag. */
  static byte[] create(int header, int delaySamples) {
    int own = MpegHeader.withRoomFor(header, TAG_BYTES);
    byte[] frame = new byte[MpegHeader.frameBytes(own)];
    ByteBuffer.wrap(frame).putInt(own);
    int tag = tagOffset(own);
    System.arraycopy(ENCODER, 0, frame, tag + XING_BYTES, ENCODER.length);
    int both = delaySamples << 12 | DECODER_DELAY;
    frame[tag + DELAY_AT] = (byte) (both >>> 16);
    frame[tag + DELAY_AT + 1] = (byte) (both >>> 8);
    frame[tag + DELAY_AT + 2] = (byte) both;
    return frame;
  }

  /** Says that so many samples at the end are not heard, at most those of a frame. */
  static void setTrimmed(byte[] frame, int samples) {
    int at = tagOffset(MpegHeader.read(frame, 0)) + DELAY_AT;
    int padding = DECODER_DELAY + samples;
    frame[at + 1] = (byte) ((frame[at + 1] & 0xF0) | (padding >>> 8));
    frame[at + 2] = (byte) padding;
  }

  /** Where in the frame the tag begins. */
  static int tagOffset(int header) {
    // Not mainDataOffset: programs look for it here even where the frame says that it has a CRC.
    return MpegHeader.BYTES + MpegHeader.sideInfoBytes(header);
  }

  /**
   * Writes counts into the frame.
   *
   * @param frame changed; delay and padding are kept
   * @return the part of the frame that changed, a view of it
   */
  static ByteBuffer update(byte[] frame, Counts counts) {
    int tag = tagOffset(MpegHeader.read(frame, 0));
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    bytes.put(tag, counts.constantBitrate() ? INFO : XING).putInt(tag + 4, ALL_FIELDS);
    bytes.putInt(tag + 8, fitting(counts.frames().frames()));
    bytes.putInt(tag + 12, fitting(counts.bytes()));
    if (counts.withTable()) {
      bytes.put(tag + 16, counts.frames().toc(counts.bytes()));
    }
    bytes.put(tag + XING_BYTES + 9, counts.constantBitrate() ? METHOD_CBR : 0);
    bytes.putInt(tag + MUSIC_LENGTH_AT, fitting(counts.bytes()));
    bytes.putShort(tag + CRC_AT, (short) Crc16.updateReflected(0, frame, 0, tag + CRC_AT));
    return bytes.slice(tag, TAG_BYTES);
  }

  /** A count beyond 32 bits is told as 0, which readers take for unknown. */
  static int fitting(long count) {
    return count > 0xFFFF_FFFFL ? 0 : (int) count;
  }

  /** Whether isr wrote the frame: only then is its layout known for sure. */
  static boolean isOurs(byte[] bytes, int frame) {
    int header = MpegHeader.read(bytes, frame);
    int encoder = frame + tagOffset(header) + XING_BYTES;
    return MpegHeader.frameBytes(header) >= tagOffset(header) + TAG_BYTES
        && XingHeader.read(bytes, frame).isPresent()
        && matches(bytes, encoder, ENCODER);
  }

  private static boolean matches(byte[] bytes, int at, byte[] mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
