package isr.format.mp4;

import isr.format.adts.AacUnits;
import isr.format.ogg.OpusUnits;
import isr.format.timed.TimedCodec;
import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The box that says how packets are coded (ISO/IEC 14496-12, 8.5.2 and 12.2.3). */
final class SampleEntry {
  /** AudioSampleEntry: what stands before the boxes in it. */
  private static final int FIELD_BYTES = 28;

  /** Where QuickTime keeps the version of its longer entries. */
  private static final int VERSION = 8;

  private SampleEntry() {}

  /** The codec that the current box describes; empty when it is not done here. */
  static Optional<TimedCodec> codec(Boxes entry) throws IOException {
    boolean opus = entry.is(Types.OPUS);
    if (!opus && !entry.is(Types.MP4A)) {
      return Optional.empty();
    }
    if (entry.data(FIELD_BYTES).getShort(VERSION) != 0) {
      throw new UnsupportedMediaException("QuickTime's longer sample entries are not supported");
    }
    Boxes boxes = entry.childrenAfter(FIELD_BYTES);
    while (boxes.next()) {
      if (opus && boxes.is(Types.DOPS)) {
        return Optional.of(opus(boxes));
      }
      if (!opus && boxes.is(Types.ESDS)) {
        return Optional.of(aac(boxes));
      }
    }
    throw entry.malformed("expected a box " + (opus ? "dOps" : "esds"));
  }

  /**
   * OpusSpecificBox (Opus in ISOBMFF, 4.3.2): OpusHead without its magic, big-endian, version 0.
   */
  private static TimedCodec opus(Boxes box) throws IOException {
    ByteBuffer from = box.data(11);
    if (from.get(0) != 0) {
      throw new UnsupportedMediaException("Opus in MP4, version " + from.get(0));
    }
    byte[] magic = "OpusHead".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer head =
        ByteBuffer.allocate(magic.length + from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    head.put(magic).put((byte) 1).put(from.get(1));
    head.putShort(from.getShort(2)).putInt(from.getInt(4)).putShort(from.getShort(8));
    head.put(from.position(10)).flip();
    return OpusUnits.of(head, box.offset());
  }

  /** ESDBox (ISO/IEC 14496-14, 5.6): descriptors in descriptors (ISO/IEC 14496-1, 7.2.6). */
  private static TimedCodec aac(Boxes box) throws IOException {
    ByteBuffer data = box.data(Boxes.FULL_BOX_BYTES).position(Boxes.FULL_BOX_BYTES);
    ByteBuffer stream = descriptor(box, data, 3);
    int flags = take(box, stream, 3).get(2);
    take(box, stream, (flags & 0x80) != 0 ? 2 : 0);
    take(box, stream, (flags & 0x40) != 0 ? take(box, stream, 1).get(0) & 0xFF : 0);
    take(box, stream, (flags & 0x20) != 0 ? 2 : 0);
    ByteBuffer decoder = descriptor(box, stream, 4);
    int type = take(box, decoder, 13).get(0);
    if (type != 0x40) {
      throw new UnsupportedMediaException(
          "mp4a of object type 0x%02x is not supported: expected 0x40, AAC".formatted(type & 0xFF));
    }
    return AacUnits.of(descriptor(box, decoder, 5), box.offset());
  }

  /** The descriptor of that tag, which must come next; its size has up to four bytes. */
  private static ByteBuffer descriptor(Boxes box, ByteBuffer data, int tag)
      throws MalformedMediaException {
    int found = take(box, data, 1).get(0);
    if (found != tag) {
      throw box.malformed("expected descriptor " + tag + ", found " + found);
    }
    int size = 0;
    int part = 0x80;
    for (int i = 0; i < 4 && (part & 0x80) != 0; i++) {
      part = take(box, data, 1).get(0);
      size = size << 7 | (part & 0x7F);
    }
    return take(box, data, size);
  }

  private static ByteBuffer take(Boxes box, ByteBuffer data, int count)
      throws MalformedMediaException {
    if (count > data.remaining()) {
      throw box.malformed("descriptors are cut short");
    }
    ByteBuffer taken = data.slice(data.position(), count);
    data.position(data.position() + count);
    return taken;
  }
}
