package isr.format.adts;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.FramerProbe;
import isr.format.adts.AdtsFrames.AdtsKind;
import java.io.IOException;

/** Any bytes: every one of them is in a packet or in a skipped run. */
class AdtsFramerFuzz {
  private static final byte[][] FRAMES = {
    AdtsFrames.frame(AdtsKind.LC, 90, 1),
    AdtsFrames.frame(AdtsKind.LC.withCrc(), 40, 2),
    AdtsFrames.frame(AdtsKind.LC.ofBlocks(3), 300, 3),
    AdtsFrames.frame(AdtsKind.LC.atIndex(7), 60, 4),
  };

  @FuzzTest(maxDuration = "60s")
  void accountsForEveryByte(FuzzedDataProvider data) throws IOException {
    new FramerProbe(data, FRAMES).run(sink -> new AdtsFormat().framer(sink).orElseThrow());
  }
}
