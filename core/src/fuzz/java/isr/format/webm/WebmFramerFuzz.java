package isr.format.webm;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.timed.TimedProbe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Any elements in any order, cut short, of any size, and any bytes between them. */
class WebmFramerFuzz {
  private static final int MAX_PIECES = 60;

  private static final int[] IDS = {
    Ids.EBML,
    Ids.SEGMENT,
    Ids.INFO,
    Ids.TRACKS,
    Ids.TRACK_ENTRY,
    Ids.CLUSTER,
    Ids.TIMESTAMP,
    Ids.SIMPLE_BLOCK,
    Ids.BLOCK_GROUP,
    Ids.BLOCK,
    Ids.DISCARD_PADDING,
    Ids.CODEC_PRIVATE,
    0xEC,
    0xBF,
    0xAB,
    0x1C53BB6B,
    0x7ABC
  };

  @FuzzTest(maxDuration = "60s")
  void keepsItsPromises(FuzzedDataProvider data) throws IOException {
    int chunkBytes = data.consumeInt(1, 2000);
    byte[] stream = stream(data);
    TimedProbe.run(WebmFramer::new, stream, chunkBytes);
  }

  private static byte[] stream(FuzzedDataProvider data) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (data.consumeInt(0, 9) > 0) {
      all.writeBytes(
          switch (data.consumeInt(0, 2)) {
            case 0 -> TestWebm.head();
            case 1 -> TestWebm.head(TestWebm.pcmTrack("A_PCM/INT/LIT", 48_000, 2, 16));
            default -> TestWebm.head(TestWebm.track(2, 1, "V"), TestWebm.opusTrack(1, 0));
          });
    }
    for (int i = 0; i < MAX_PIECES && data.remainingBytes() > 0; i++) {
      all.writeBytes(piece(data));
    }
    return all.toByteArray();
  }

  private static byte[] piece(FuzzedDataProvider data) {
    return switch (data.consumeInt(0, 12)) {
      case 0 -> data.consumeBytes(40);
      case 1 -> cut(data, TestWebm.cluster(data.consumeInt(0, 9) * 40L, 0, 2));
      case 2, 3 -> TestWebm.cluster(data.consumeInt(0, 9) * 40L, 0, 2);
      case 4 -> TestWebm.number(Ids.TIMESTAMP, data.consumeLong());
      case 5 -> TestWebm.unknown(pick(data));
      case 6 -> TestWebm.header(pick(data), data.consumeLong(0, (1L << 56) - 1));
      case 7 -> changed(data, TestWebm.head());
      case 8 -> lace(data);
      case 9 -> group(data);
      case 10 -> TestWebm.element(pick(data), data.consumeBytes(60));
      default -> TestWebm.simpleBlock(1, data.consumeInt(0, 400), TestWebm.packet(3));
    };
  }

  private static byte[] lace(FuzzedDataProvider data) {
    byte[] bytes = data.consumeBytes(80);
    int flags = data.consumeByte();
    return TestWebm.element(Ids.SIMPLE_BLOCK, TestWebm.block(1, 20, flags, bytes));
  }

  private static byte[] group(FuzzedDataProvider data) {
    return TestWebm.element(
        Ids.BLOCK_GROUP,
        TestWebm.element(Ids.BLOCK, TestWebm.block(data.consumeInt(1, 2), 0, 0, packet(data))),
        TestWebm.number(Ids.DISCARD_PADDING, data.consumeLong()),
        data.consumeBytes(10));
  }

  private static byte[] packet(FuzzedDataProvider data) {
    return data.consumeBoolean() ? TestWebm.packet(5) : data.consumeBytes(20);
  }

  private static int pick(FuzzedDataProvider data) {
    return IDS[data.consumeInt(0, IDS.length - 1)];
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
