package isr.format;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.adts.AdtsFormat;
import isr.format.mpeg.MpegFormat;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Any bytes: audio that is accounted for, or a typed refusal. */
class AutoFramerFuzz {
  private static byte[] frame(int length, int... header) {
    byte[] frame = new byte[length];
    for (int i = 0; i < header.length; i++) {
      frame[i] = (byte) header[i];
    }
    return frame;
  }

  /** Two formats whose frames touch, so that every byte can be accounted for. */
  @FuzzTest(maxDuration = "60s")
  void accountsForEveryByte(FuzzedDataProvider data) throws IOException {
    FramerProbe probe =
        new FramerProbe(
            data,
            frame(417, 0xFF, 0xFB, 0x90, 0x44),
            frame(5000),
            frame(300, 0xFF, 0xF1, 0x50, 0x80, 300 >> 3, (300 & 7) << 5, 0xFC));
    try {
      probe.run(
          sink ->
              new AutoFramer(
                  List.of(new MpegFormat(), new AdtsFormat()), sink, Optional.of("audio/aac")));
    } catch (MalformedMediaException | UnsupportedMediaException e) {
      // It says what it was instead.
    }
  }

  /** All formats. */
  @FuzzTest(maxDuration = "60s")
  void throwsOnlyWhatItMay(byte[] stream) throws IOException {
    try {
      var framer = MediaFormats.framer("auto", new CollectingSink(), Optional.empty());
      framer.push(ByteBuffer.wrap(stream));
      framer.end();
    } catch (MalformedMediaException | UnsupportedMediaException | MediaLimitException e) {
      // It says what it was instead.
    }
  }
}
