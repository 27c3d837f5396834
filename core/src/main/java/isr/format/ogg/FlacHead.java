package isr.format.ogg;

import isr.format.flac.FlacStreamInfo;
import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;

/**
 * The first packet of FLAC in Ogg (RFC 9639, section 10.1).
 *
 * <pre>
 *  0  0x7F, "FLAC"                     9  "fLaC"
 *  5  version, 1 and 0                13  header of a metadata block: last flag, type 0, length 34
 *  7  header packets that follow,     17  STREAMINFO, 34 bytes
 *     2 bytes; 0 when unknown
 * </pre>
 *
 * <p>The number of header packets is not believed: some encoders announce more than they send.
 *
 * @param lastBlock whether no metadata block follows
 * @param info STREAMINFO
 */
record FlacHead(boolean lastBlock, FlacStreamInfo info) {
  static final String MAGIC = "\177FLAC";

  /** Of a metadata block's type (RFC 9639, section 8.1). */
  static final int LAST_BLOCK = 0x80;

  private static final int VERSION = 5;
  private static final int SIGNATURE = 9;
  private static final int BLOCK = 13;
  private static final int INFO = 17;
  private static final int BYTES = INFO + FlacStreamInfo.BYTES;

  /** "fLaC". */
  private static final int NATIVE_SIGNATURE = 0x664c6143;

  /**
   * Reads the packet.
   *
   * @param offset of the packet in the stream
   */
  static FlacHead read(ByteBuffer packet, long offset)
      throws MalformedMediaException, UnsupportedMediaException {
    ByteBuffer bytes = packet.slice();
    check(bytes.remaining() == BYTES, offset, "expected 51 bytes, found " + bytes.remaining());
    if (bytes.get(VERSION) != 1) {
      throw new UnsupportedMediaException("Ogg FLAC of version " + (bytes.get(VERSION) & 0xff));
    }
    check(bytes.getInt(SIGNATURE) == NATIVE_SIGNATURE, offset, "expected \"fLaC\"");
    int block = bytes.getInt(BLOCK);
    check((block & 0x7fffffff) == FlacStreamInfo.BYTES, offset, "expected a STREAMINFO block");
    FlacStreamInfo info = FlacStreamInfo.read(bytes, INFO);
    check(info.sampleRateHz() > 0, offset, "expected a sample rate, found 0");
    UnsupportedMediaException.checkRate("Ogg FLAC", info.sampleRateHz());
    return new FlacHead(block < 0, info);
  }

  /** The packet that one more header, of comments, follows. */
  static ByteBuffer write(FlacStreamInfo info) {
    ByteBuffer packet = ByteBuffer.allocate(BYTES);
    packet.put((byte) 0x7f).putInt(0x464c4143).put((byte) 1).put((byte) 0).putShort((short) 1);
    packet.putInt(NATIVE_SIGNATURE).putInt(FlacStreamInfo.BYTES).put(info.write());
    return packet.flip();
  }

  /** The same packet with another number of samples; the MD5 of others is unknown. */
  static ByteBuffer withTotal(ByteBuffer packet, FlacStreamInfo info, long totalSamples) {
    FlacStreamInfo changed =
        new FlacStreamInfo(
            info.minBlockSize(),
            info.maxBlockSize(),
            info.minFrameBytes(),
            info.maxFrameBytes(),
            info.sampleRateHz(),
            info.channels(),
            info.bits(),
            totalSamples > FlacStreamInfo.MAX_TOTAL_SAMPLES ? 0 : totalSamples,
            0,
            0);
    ByteBuffer copy = ByteBuffer.allocate(packet.remaining());
    copy.put(packet.duplicate()).flip();
    copy.put(INFO, changed.write(), 0, FlacStreamInfo.BYTES);
    return copy;
  }

  private static void check(boolean holds, long offset, String rule)
      throws MalformedMediaException {
    if (!holds) {
      throw new MalformedMediaException(
          offset, "Ogg FLAC header: " + rule + " (RFC 9639, section 10.1)");
    }
  }
}
