package isr.format.mp4;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.timed.TimedProbe;
import isr.format.webm.TestWebm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Any boxes in any order, cut short, of any size, and any bytes between them. */
class Mp4FramerFuzz {
  private static final int MAX_PIECES = 60;

  private static final String[] TYPES = {
    "ftyp", "moov", "moof", "mdat", "mvex", "trak", "traf", "tfhd", "tfdt", "trun", "free", "abcd",
    "mfra", "mfhd"
  };

  @FuzzTest(maxDuration = "60s")
  void keepsItsPromises(FuzzedDataProvider data) throws IOException {
    int chunkBytes = data.consumeInt(1, 2000);
    byte[] stream = stream(data);
    TimedProbe.run(Mp4Framer::new, stream, chunkBytes);
  }

  private static byte[] stream(FuzzedDataProvider data) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (data.consumeInt(0, 9) > 0) {
      all.writeBytes(TestMp4.ftyp());
      all.writeBytes(
          switch (data.consumeInt(0, 2)) {
            case 0 -> TestMp4.moov(TestMp4.opusTrack(1, 312));
            case 1 -> changed(data, TestMp4.moov(TestMp4.opusTrack(1, 0)));
            default ->
                changed(
                    data,
                    TestMp4.moov(
                        TestMp4.track(
                            1, "soun", 44_100, TestMp4.aacEntry(0x40, TestMp4.bytes(0x12, 0x10)))));
          });
    }
    for (int i = 0; i < MAX_PIECES && data.remainingBytes() > 0; i++) {
      all.writeBytes(piece(data));
    }
    return all.toByteArray();
  }

  private static byte[] piece(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 10)) {
      case 0 -> data.consumeBytes(40);
      case 1 -> cut(data, fragment(data));
      case 2, 3 -> fragment(data);
      case 4, 5 -> changed(data, fragment(data));
      case 6 -> TestMp4.box(data.pickValue(TYPES), data.consumeBytes(60));
      case 7 -> TestMp4.ints(data.consumeInt(), Box.type(data.pickValue(TYPES)));
      case 8 -> TestMp4.ints(1, Box.type(data.pickValue(TYPES)), data.consumeInt(), 99);
      case 9 -> moof(data);
      default -> changed(data, TestMp4.head());
    };
  }

  private static byte[] fragment(FuzzedDataProvider data) {
    int last = data.consumeInt(0, 1000);
    return TestMp4.fragment(1, data.consumeInt(0, 99_999), last, TestMp4.packets(0, 3));
  }

  private static byte[] moof(FuzzedDataProvider data) {
    return TestWebm.join(
        TestMp4.box(
            "moof",
            TestMp4.box("mfhd", new byte[8]),
            TestMp4.box(
                "traf",
                TestMp4.box("tfhd", TestMp4.ints(data.consumeInt(), 1), data.consumeBytes(30)),
                TestMp4.box("tfdt", data.consumeBytes(12)),
                TestMp4.box("trun", data.consumeBytes(60)),
                TestMp4.box("trun", data.consumeBytes(60)))),
        TestMp4.box("mdat", data.consumeBytes(100)));
  }

  private static byte[] cut(FuzzedDataProvider data, byte[] whole) {
    return Arrays.copyOf(whole, data.consumeInt(0, whole.length));
  }

  private static byte[] changed(FuzzedDataProvider data, byte[] whole) {
    for (int i = data.consumeInt(0, 4); i > 0; i--) {
      whole[data.consumeInt(0, whole.length - 1)] = data.consumeByte();
    }
    return whole;
  }
}
