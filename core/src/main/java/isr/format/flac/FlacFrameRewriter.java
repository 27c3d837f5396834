package isr.format.flac;

import isr.bytes.Crc16;
import isr.bytes.Crc8;
import isr.media.FlacTrack;
import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes the frames of one file of the frames of a stream: coded numbers from 0 and both checksums
 * anew, the subframes as they are; and keeps the counts that STREAMINFO tells.
 *
 * <p>The blocking strategy is the track's for the whole file. The CRC-16 is carried over from the
 * frame's own by what the header changed, without reading the subframes: a frame that was damaged
 * stays recognisably damaged.
 */
public final class FlacFrameRewriter {
  private final FlacTrack track;
  private final FrameCounts counts = new FrameCounts();

  /**
   * A frame as it is written: three pieces that follow one another.
   *
   * @param header with its CRC-8
   * @param subframes of the packet's own payload, valid as long as that
   * @param footer the CRC-16
   */
  public record Pieces(ByteBuffer header, ByteBuffer subframes, ByteBuffer footer) {
    /** Length of the frame. */
    public int byteCount() {
      return header.remaining() + subframes.remaining() + footer.remaining();
    }

    /** The frame in one piece of memory of its own. */
    public ByteBuffer joined() {
      ByteBuffer all = ByteBuffer.allocate(byteCount());
      return all.put(header.duplicate()).put(subframes.duplicate()).put(footer.duplicate()).flip();
    }
  }

  /** A rewriter for the first frame of a file. */
  public FlacFrameRewriter(FlacTrack track) {
    this.track = track;
  }

  /**
   * The next frame of the file.
   *
   * @param packet one whole frame
   * @throws IllegalArgumentException when the payload does not begin with a frame header, or its
   *     block does not fit the track's fixed size; nothing has changed then
   */
  public Pieces rewrite(Packet packet) {
    ByteBuffer frame = packet.payload();
    FlacFrameHeader header =
        FlacFrameHeader.read(frame)
            .filter(h -> h.byteCount() + FlacFrameHeader.FOOTER_BYTES <= frame.remaining())
            .orElseThrow(() -> new IllegalArgumentException("expected a frame header of FLAC"));
    checkBlock(header.blockSize());
    byte[] old = new byte[header.byteCount()];
    frame.duplicate().get(old);
    byte[] renumbered = renumbered(old);
    int bodyBytes = frame.remaining() - old.length - FlacFrameHeader.FOOTER_BYTES;
    ByteBuffer body = frame.slice(frame.position() + old.length, bodyBytes);
    int changed =
        Crc16.update(0, old, 0, old.length) ^ Crc16.update(0, renumbered, 0, renumbered.length);
    int crc = frame.getShort(frame.limit() - FlacFrameHeader.FOOTER_BYTES) & 0xFFFF;
    ByteBuffer footer = ByteBuffer.allocate(FlacFrameHeader.FOOTER_BYTES);
    footer.putShort(0, (short) (crc ^ Crc16.zeros(changed, bodyBytes)));
    Pieces pieces = new Pieces(ByteBuffer.wrap(renumbered), body, footer);
    counts.add(header.blockSize(), pieces.byteCount());
    return pieces;
  }

  /** With a fixed size, only the last block is smaller (RFC 9639, section 9.1). */
  private void checkBlock(int blockSize) {
    int fixed = track.fixedBlockSize().orElse(0);
    if (fixed != 0 && (blockSize > fixed || (frames() > 0 && counts.lastBlockSize() < fixed))) {
      throw new IllegalArgumentException(
          "block size: expected %d in all but the last block, found %d after %d"
              .formatted(fixed, blockSize, counts.lastBlockSize()));
    }
  }

  private byte[] renumbered(byte[] old) {
    boolean variable = track.fixedBlockSize().isEmpty();
    byte[] bytes = new byte[FlacFrameHeader.MAX_BYTES];
    System.arraycopy(old, 0, bytes, 0, FlacFrameHeader.NUMBER_OFFSET);
    bytes[1] = (byte) (variable ? bytes[1] | 1 : bytes[1] & ~1);
    int numberEnd =
        CodedNumber.write(variable ? samples() : frames(), bytes, FlacFrameHeader.NUMBER_OFFSET);
    int restFrom =
        FlacFrameHeader.NUMBER_OFFSET + CodedNumber.length(old[FlacFrameHeader.NUMBER_OFFSET]);
    int rest = old.length - 1 - restFrom;
    System.arraycopy(old, restFrom, bytes, numberEnd, rest);
    int crcAt = numberEnd + rest;
    bytes[crcAt] = (byte) Crc8.of(bytes, 0, crcAt);
    return Arrays.copyOf(bytes, crcAt + 1);
  }

  /** Frames so far. */
  public long frames() {
    return counts.frames();
  }

  /** Samples per channel so far. */
  public long samples() {
    return counts.samples();
  }

  /**
   * STREAMINFO of a file that goes on: the samples so far, the sizes such that no later frame
   * breaks them. MD5 is unknown: computing it means decoding.
   */
  public FlacStreamInfo growing() {
    return counts.growing(track);
  }

  /** STREAMINFO of a file that ends here; MD5 is unknown. */
  public FlacStreamInfo ended() {
    return counts.ended(track);
  }
}
