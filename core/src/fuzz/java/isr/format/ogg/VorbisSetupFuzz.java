package isr.format.ogg;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Any setup header ends the reading, in a time that its length bounds. */
class VorbisSetupFuzz {
  @FuzzTest(maxDuration = "60s")
  void endsWhateverTheBytes(FuzzedDataProvider data) {
    int channels = data.consumeInt(1, 255);
    byte[] header = TestVorbis.setup();
    for (int i = data.consumeInt(0, 6); i > 0; i--) {
      header[data.consumeInt(VorbisSetup.MAGIC.length(), header.length - 1)] = data.consumeByte();
    }
    byte[] cut = Arrays.copyOf(header, data.consumeInt(0, header.length));
    byte[] all = MemoryOutput.join(cut, data.consumeRemainingAsBytes());
    VorbisSetup.read(ByteBuffer.wrap(all), channels)
        .ifPresent(
            setup -> {
              if (setup.modes() < 1 || setup.modes() > 64) {
                throw new AssertionError(setup.toString());
              }
            });
  }
}
