package isr.format.mp4;

import static isr.format.webm.TestWebm.join;

import isr.format.webm.TestWebm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Fragmented MP4 made from parts. */
public final class TestMp4 {
  private TestMp4() {}

  public static byte[] box(String type, byte[]... children) {
    byte[] data = join(children);
    return join(ints(8 + data.length), type.getBytes(StandardCharsets.US_ASCII), data);
  }

  public static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] ftyp() {
    return box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII), ints(0x200));
  }

  /** The head of a live stream with one track of Opus. */
  public static byte[] head() {
    return join(ftyp(), moov(opusTrack(1, 312)));
  }

  public static byte[] moov(byte[]... tracks) {
    return box("moov", box("mvhd", new byte[100]), join(tracks), box("mvex", trex(1)));
  }

  static byte[] trex(int id) {
    return box("trex", ints(0, id, 1, 960, 0, 0));
  }

  public static byte[] opusTrack(int id, int preSkip) {
    return track(id, "soun", 48_000, opusEntry(preSkip));
  }

  static byte[] opusEntry(int preSkip) {
    byte[] dops = bytes(0, 2, preSkip >> 8, preSkip, 0, 0, 0xBB, 0x80, 0, 0, 0);
    return entry("Opus", box("dOps", dops));
  }

  /** A sample entry of sound. */
  static byte[] entry(String format, byte[]... boxes) {
    return box(format, new byte[28], join(boxes));
  }

  /** An mp4a entry with an AudioSpecificConfig. */
  static byte[] aacEntry(int objectType, byte... config) {
    byte[] specific = join(bytes(5, 0x80, 0x80, config.length), config);
    byte[] decoder = join(bytes(4, 13 + specific.length, objectType), new byte[12], specific);
    byte[] stream = join(bytes(3, 3 + decoder.length, 0, 1, 0), decoder);
    return entry("mp4a", box("esds", ints(0), stream));
  }

  static byte[] track(int id, String handler, int timescale, byte[]... entries) {
    byte[] type = handler.getBytes(StandardCharsets.US_ASCII);
    byte[] stsd = box("stsd", ints(0, entries.length), join(entries));
    return box(
        "trak",
        box("tkhd", ints(3, 0, 0, id), new byte[68]),
        box(
            "mdia",
            box("mdhd", ints(0, 0, 0, timescale, 0, 0x55c40000)),
            box("hdlr", ints(0, 0), type, new byte[13]),
            box("minf", box("stbl", stsd))));
  }

  /** A fragment with packets of 20 ms, as MediaRecorder makes them. */
  public static byte[] fragment(int sequence, long time, byte[]... packets) {
    return fragment(sequence, time, 960, packets);
  }

  static byte[] fragment(int sequence, long time, int lastDuration, byte[]... packets) {
    int[] fields = new int[2 * packets.length];
    for (int i = 0; i < packets.length; i++) {
      fields[2 * i] = i == packets.length - 1 ? lastDuration : 960;
      fields[2 * i + 1] = packets[i].length;
    }
    int moofBytes = 8 + 16 + 8 + 16 + 20 + 20 + 4 * fields.length;
    byte[] moof =
        box(
            "moof",
            box("mfhd", ints(0, sequence)),
            box(
                "traf",
                box("tfhd", ints(0x020000, 1)),
                box("tfdt", ints(0x01000000, (int) (time >>> 32), (int) time)),
                box("trun", ints(0x000301, packets.length, moofBytes + 8), ints(fields))));
    return join(moof, box("mdat", packets));
  }

  /** Head and fragments of 10 packets. */
  public static byte[] stream(int fragments) {
    byte[][] parts = new byte[fragments + 1][];
    parts[0] = head();
    for (int i = 0; i < fragments; i++) {
      parts[i + 1] = fragment(i + 1, 9600L * i, packets(10 * i, 10));
    }
    return join(parts);
  }

  public static byte[][] packets(int first, int count) {
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = TestWebm.packet(first + i);
    }
    return packets;
  }
}
