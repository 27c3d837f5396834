package isr.format.mpeg;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.FramerProbe;
import java.io.IOException;

/** Any bytes: every one of them is in a packet or in a skipped run. */
class MpegFramerFuzz {
  private static final byte[][] FRAMES = {
    TestFrames.frame(TestFrames.V1_L3, 1),
    TestFrames.frame(TestFrames.V1_L3, 200, 2),
    TestFrames.frame(TestFrames.V2_L3_MONO, 3),
    TestFrames.frame(TestFrames.V1_L2, 4),
  };

  @FuzzTest(maxDuration = "60s")
  void accountsForEveryByte(FuzzedDataProvider data) throws IOException {
    new FramerProbe(data, FRAMES).run(sink -> new MpegFormat().framer(sink).orElseThrow());
  }
}
