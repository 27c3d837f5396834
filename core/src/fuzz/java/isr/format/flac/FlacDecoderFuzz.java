package isr.format.flac;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.media.MalformedMediaException;

/** Any subframes behind a right header decode within what is there, or are malformed. */
class FlacDecoderFuzz {
  private final FlacFrameDecoder decoder = new FlacFrameDecoder();

  @FuzzTest(maxDuration = "60s")
  void decodesOrRefuses(FuzzedDataProvider data) {
    int blockSize = data.consumeInt(1, 600);
    int assignment = data.consumeInt(0, 10);
    int bits = data.consumeInt(4, 32);
    byte[] head = TestFrames.header(false, 0, blockSize, 9, 0);
    FlacFrameHeader plain = FlacFrameHeader.read(head, 0, head.length).orElseThrow();
    FlacFrameHeader header =
        new FlacFrameHeader(
            false, blockSize, plain.sampleRateHz(), assignment, plain.bits(), 0, head.length);
    byte[] frame = TestFrames.join(head, data.consumeRemainingAsBytes());
    try {
      int end = decoder.decode(header, frame, 0, frame.length, bits);
      if (end > frame.length || decoder.samples().length < header.channels()) {
        throw new AssertionError("decoded to " + end + " of " + frame.length);
      }
    } catch (MalformedMediaException e) {
      if (e.offset() < 0 || e.offset() > frame.length) {
        throw new AssertionError("at " + e.offset(), e);
      }
    }
  }
}
