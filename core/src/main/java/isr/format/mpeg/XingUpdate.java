package isr.format.mpeg;

import isr.bytes.Crc16;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Brings the counts in another program's Xing header up to date, field by field, where it has them.
 *
 * <p>When it told another number of frames, the file does not end where its encoder ended it, or
 * its encoder never came to the end: what a LAME tag hides at the end is then audio, and is not
 * hidden any more. What it hides at the start stays.
 */
final class XingUpdate {
  private final ByteBuffer frame;
  private final InfoFrame.Counts counts;
  private final int tag;
  private final int flags;

  private XingUpdate(byte[] frame, InfoFrame.Counts counts) {
    this.frame = ByteBuffer.wrap(frame);
    this.counts = counts;
    this.tag = InfoFrame.tagOffset(MpegHeader.read(frame, 0));
    this.flags = this.frame.getInt(tag + 4);
  }

  /**
   * Writes the counts.
   *
   * @param frame that {@link XingHeader#read} found a header in; changed
   */
  static void apply(byte[] frame, InfoFrame.Counts counts) {
    new XingUpdate(frame, counts).apply();
  }

  private void apply() {
    int at = tag + 8;
    boolean otherLength = false;
    if (has(XingHeader.FRAMES)) {
      int fitting = InfoFrame.fitting(counts.frames().frames());
      otherLength = frame.getInt(at) != fitting;
      frame.putInt(at, fitting);
      at += 4;
    }
    if (has(XingHeader.BYTES)) {
      frame.putInt(at, InfoFrame.fitting(counts.bytes()));
      at += 4;
    }
    if (has(XingHeader.TOC)) {
      frame.put(at, counts.frames().toc(counts.bytes()));
      at += InfoFrame.TOC_BYTES;
    }
    at += has(XingHeader.QUALITY) ? 4 : 0;
    if (hasLameTag(at)) {
      updateLameTag(at, otherLength);
    }
  }

  private boolean has(int field) {
    return (flags & field) != 0;
  }

  /** As players recognise one: by the encoder's name. */
  private boolean hasLameTag(int at) {
    if (frame.capacity() - at < XingHeader.LAME_BYTES) {
      return false;
    }
    byte[] name = new byte[4];
    frame.get(at, name);
    return XingHeader.LAME_ENCODERS.contains(new String(name, StandardCharsets.ISO_8859_1));
  }

  private void updateLameTag(int at, boolean otherLength) {
    if (otherLength) {
      int both = frame.getInt(at + 20); // the last byte of something else, delay, padding
      int padding = Math.min(both & 0xFFF, InfoFrame.DECODER_DELAY);
      frame.putInt(at + 20, (both & ~0xFFF) | padding);
    }
    frame.putInt(at + 28, InfoFrame.fitting(counts.bytes()));
    int crcAt = at + XingHeader.LAME_BYTES - 2;
    frame.putShort(crcAt, (short) Crc16.updateReflected(0, frame.array(), 0, crcAt));
  }
}
