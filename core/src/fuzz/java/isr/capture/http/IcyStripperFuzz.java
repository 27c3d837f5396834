package isr.capture.http;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Metadata of strangers neither stops the audio nor adds to it. */
class IcyStripperFuzz {
  /** Counts what comes out. */
  private static final class Count implements IcyStripper.Output {
    private long audioBytes;

    @Override
    public void audio(ByteBuffer bytes) {
      audioBytes += bytes.remaining();
    }

    @Override
    public void title(String title) {
      if (title.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("control character in title");
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void passesAudioOnWhateverTheMetadataIs(FuzzedDataProvider data) throws IOException {
    int interval = data.consumeInt(1, 100);
    byte[] wire = data.consumeRemainingAsBytes();
    Count whole = new Count();
    new IcyStripper(interval, whole).push(ByteBuffer.wrap(wire));
    Count single = new Count();
    IcyStripper byteByByte = new IcyStripper(interval, single);
    for (byte b : wire) {
      byteByByte.push(ByteBuffer.wrap(new byte[] {b}));
    }
    if (whole.audioBytes != expected(wire, interval) || single.audioBytes != whole.audioBytes) {
      throw new AssertionError(whole.audioBytes + " and " + single.audioBytes);
    }
  }

  /** Audio bytes, counted another way. */
  private static long expected(byte[] wire, int interval) {
    long audio = 0;
    int at = 0;
    while (at < wire.length) {
      int count = Math.min(interval, wire.length - at);
      audio += count;
      at += count;
      if (at < wire.length) {
        at += 1 + (wire[at] & 0xFF) * 16;
      }
    }
    return audio;
  }
}
