package isr.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Crc8Test {
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void matchesTheCheckValueOfItsKind() {
    assertThat(Crc8.of(DIGITS, 0, 9)).isEqualTo(0xF4); // CRC-8/SMBUS
  }

  @Test
  void isZeroOverAMessageAndItsChecksum() {
    byte[] both = Arrays.copyOf(DIGITS, 10);
    both[9] = (byte) 0xF4;
    assertThat(Crc8.of(both, 0, 10)).isZero();
  }
}
