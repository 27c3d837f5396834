package isr.format.ogg;

import isr.bytes.OggCrc;
import isr.media.MuxerOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the pages of one logical bitstream (RFC 3533, section 6).
 *
 * <p>Packets are gathered on one open page, which is written when it is full or closed. Of the last
 * page that was written only the header is kept: the checksum is linear, so that a changed header
 * changes it without the body.
 */
final class OggPageWriter {
  /** Room for the longest header before the body, so that a page is one piece. */
  private static final int BODY = OggPage.HEADER_BYTES + OggPage.MAX_SEGMENTS;

  private static final int INITIAL_BODY_BYTES = 1 << 12;

  /** The part of a header that is changed afterwards: flags and granule position. */
  private static final int CHANGEABLE = OggPage.SERIAL;

  private static final byte[] CAPTURE_PATTERN = {'O', 'g', 'g', 'S'};

  private final MuxerOutput output;
  private final int serial;
  private final long firstOffset;

  private byte[] buffer = new byte[BODY + INITIAL_BODY_BYTES];
  private final byte[] lacing = new byte[OggPage.MAX_SEGMENTS];
  private int segments;
  private int bodyBytes;
  private int flags = OggPage.BEGIN;
  private long granule = OggPage.NO_GRANULE;
  private int sequence;

  private final byte[] lastHeader = new byte[OggPage.HEADER_BYTES];
  private long lastOffset;
  private int lastLength;

  OggPageWriter(MuxerOutput output, int serial) {
    this.output = output;
    this.serial = serial;
    this.firstOffset = output.length();
  }

  /** Whether a packet is on the open page. */
  boolean hasOpenPage() {
    return segments > 0;
  }

  /**
   * Adds a packet; writes the open page first when the packet does not fit on it.
   *
   * @param endGranule granule position at its end
   */
  void packet(ByteBuffer payload, long endGranule) throws IOException {
    int left = payload.remaining();
    int at = payload.position();
    if (segments + left / OggPage.FULL_SEGMENT + 1 > OggPage.MAX_SEGMENTS) {
      closePage();
    }
    for (; left >= OggPage.FULL_SEGMENT; left -= OggPage.FULL_SEGMENT) {
      segment(payload, at, OggPage.FULL_SEGMENT);
      at += OggPage.FULL_SEGMENT;
      if (segments == OggPage.MAX_SEGMENTS) {
        closePage();
        flags |= OggPage.CONTINUED;
      }
    }
    segment(payload, at, left);
    granule = endGranule;
  }

  /** Writes the open page, if there is one. */
  void closePage() throws IOException {
    if (segments > 0) {
      writePage();
    }
  }

  /**
   * Writes the open page as the last one, or makes the page that was written last the last one.
   *
   * @param endGranule granule position at which the bitstream ends
   */
  void end(long endGranule) throws IOException {
    if (segments > 0) {
      flags |= OggPage.END;
      granule = endGranule;
      writePage();
    } else {
      patchLastPage(endGranule);
    }
  }

  /** Writes the first page anew, with a header packet of the same length. */
  void rewriteFirst(ByteBuffer header) throws IOException {
    output.patch(firstOffset, firstPage(serial, header));
  }

  /** The first page of a bitstream, with a header packet of at most 1 KiB. */
  static ByteBuffer firstPage(int serial, ByteBuffer header) {
    int length = header.remaining();
    int segments = length / OggPage.FULL_SEGMENT + 1;
    int bodyStart = OggPage.HEADER_BYTES + segments;
    byte[] page = new byte[bodyStart + length];
    System.arraycopy(CAPTURE_PATTERN, 0, page, 0, CAPTURE_PATTERN.length);
    page[OggPage.FLAGS] = OggPage.BEGIN;
    OggPage.putInt(page, OggPage.SERIAL, serial);
    page[OggPage.SEGMENTS] = (byte) segments;
    Arrays.fill(page, OggPage.HEADER_BYTES, bodyStart - 1, (byte) OggPage.FULL_SEGMENT);
    page[bodyStart - 1] = (byte) (length % OggPage.FULL_SEGMENT);
    header.get(header.position(), page, bodyStart, length);
    return sealed(page);
  }

  /** A page with another first packet of the same length. */
  static ByteBuffer withFirstPacket(OggPage page, ByteBuffer packet) {
    byte[] copy = Arrays.copyOfRange(page.data(), page.start(), page.start() + page.length());
    packet.get(packet.position(), copy, page.bodyStart() - page.start(), packet.remaining());
    return sealed(copy);
  }

  /** A page without the packet at its end that goes on elsewhere, marked as the last one. */
  static ByteBuffer endOfWholePackets(OggPage page) {
    int segments = page.wholeSegments();
    int header = OggPage.HEADER_BYTES + segments;
    byte[] copy = new byte[page.wholeLength()];
    System.arraycopy(page.data(), page.start(), copy, 0, header);
    System.arraycopy(page.data(), page.bodyStart(), copy, header, copy.length - header);
    copy[OggPage.SEGMENTS] = (byte) segments;
    copy[OggPage.FLAGS] |= OggPage.END;
    return sealed(copy);
  }

  private static ByteBuffer sealed(byte[] page) {
    OggPage.putInt(page, OggPage.CHECKSUM, OggPage.checksum(page, 0, page.length));
    return ByteBuffer.wrap(page);
  }

  private void segment(ByteBuffer payload, int at, int count) {
    lacing[segments++] = (byte) count;
    if (BODY + bodyBytes + count > buffer.length) {
      int most = BODY + OggPage.MAX_BODY_BYTES;
      buffer = Arrays.copyOf(buffer, Math.min(most, 2 * buffer.length));
    }
    payload.get(at, buffer, BODY + bodyBytes, count);
    bodyBytes += count;
  }

  private void writePage() throws IOException {
    lastOffset = output.length();
    ByteBuffer page = seal();
    lastLength = page.remaining();
    output.append(page);
  }

  /** Makes the open page one piece, with its checksum; the next one is open. */
  private ByteBuffer seal() {
    int start = BODY - segments - OggPage.HEADER_BYTES;
    int length = OggPage.HEADER_BYTES + segments + bodyBytes;
    System.arraycopy(CAPTURE_PATTERN, 0, buffer, start, CAPTURE_PATTERN.length);
    buffer[start + OggPage.VERSION] = 0;
    buffer[start + OggPage.FLAGS] = (byte) flags;
    OggPage.putLong(buffer, start + OggPage.GRANULE, granule);
    OggPage.putInt(buffer, start + OggPage.SERIAL, serial);
    OggPage.putInt(buffer, start + OggPage.SEQUENCE, sequence++);
    buffer[start + OggPage.SEGMENTS] = (byte) segments;
    System.arraycopy(lacing, 0, buffer, start + OggPage.HEADER_BYTES, segments);
    OggPage.putInt(buffer, start + OggPage.CHECKSUM, OggPage.checksum(buffer, start, length));
    System.arraycopy(buffer, start, lastHeader, 0, OggPage.HEADER_BYTES);
    beginPage();
    return ByteBuffer.wrap(buffer, start, length);
  }

  private void beginPage() {
    segments = 0;
    bodyBytes = 0;
    flags = 0;
    granule = OggPage.NO_GRANULE;
  }

  private void patchLastPage(long endGranule) throws IOException {
    endHeader(lastHeader, lastLength, endGranule);
    output.patch(lastOffset, ByteBuffer.wrap(lastHeader));
  }

  /**
   * Changes a page's header, checksum included, to that of the last page.
   *
   * @param header 27 bytes
   * @param length bytes of the whole page
   * @param endGranule granule position at which the bitstream ends
   */
  static void endHeader(byte[] header, int length, long endGranule) {
    byte[] change = Arrays.copyOf(header, CHANGEABLE);
    header[OggPage.FLAGS] |= OggPage.END;
    OggPage.putLong(header, OggPage.GRANULE, endGranule);
    for (int i = 0; i < CHANGEABLE; i++) {
      change[i] ^= header[i];
    }
    int crc = OggCrc.zeros(OggCrc.update(0, change, 0, CHANGEABLE), length - CHANGEABLE);
    int before = OggPage.intAt(header, OggPage.CHECKSUM);
    OggPage.putInt(header, OggPage.CHECKSUM, before ^ crc);
  }
}
