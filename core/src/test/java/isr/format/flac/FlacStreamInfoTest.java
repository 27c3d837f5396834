package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlacStreamInfoTest {
  /** The block of RFC 9639, appendix D.1, and what it says of it. */
  private static final byte[] EXAMPLE =
      HexFormat.of()
          .parseHex("1000100000000f00000f0ac442f0000000013e84b41807dc690307581a3dad1a2e0f");

  @Test
  void readsAndWritesTheExampleOfTheSpecification() {
    FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(EXAMPLE), 0);
    assertThat(info)
        .isEqualTo(
            new FlacStreamInfo(
                4096, 4096, 15, 15, 44_100, 2, 16, 1, 0x3e84b41807dc6903L, 0x07581a3dad1a2e0fL));
    assertThat(info.hasMd5()).isTrue();
    assertThat(info.write()).isEqualTo(ByteBuffer.wrap(EXAMPLE));
  }

  @Test
  void keepsTheLargestValues() {
    byte[] ones = new byte[FlacStreamInfo.BYTES];
    Arrays.fill(ones, (byte) 0xFF);
    FlacStreamInfo info = FlacStreamInfo.read(ByteBuffer.wrap(ones), 0);
    assertThat(info)
        .isEqualTo(
            new FlacStreamInfo(
                65_535, 65_535, 0xFFFFFF, 0xFFFFFF, 1_048_575, 8, 32, (1L << 36) - 1, -1, -1));
    assertThat(info.write()).isEqualTo(ByteBuffer.wrap(ones));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new FlacStreamInfo(16, 65_536, 0, 0, 1, 1, 16, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
