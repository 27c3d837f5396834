package isr.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Crc16Test {
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  @Test
  void matchesTheCheckValuesOfItsKinds() {
    assertThat(Crc16.update(0, DIGITS, 0, 9)).isEqualTo(0xFEE8); // CRC-16/UMTS
    assertThat(Crc16.update(0xFFFF, DIGITS, 0, 9)).isEqualTo(0xAEE7); // CRC-16/CMS
    assertThat(Crc16.updateReflected(0, DIGITS, 0, 9)).isEqualTo(0xBB3D); // CRC-16/ARC
  }

  @Test
  void goesOnFromWhereItWas() {
    int half = Crc16.update(0, DIGITS, 0, 4);
    assertThat(Crc16.update(half, DIGITS, 4, 5)).isEqualTo(0xFEE8);
    int reflected = Crc16.updateReflected(0, DIGITS, 0, 4);
    assertThat(Crc16.updateReflected(reflected, DIGITS, 4, 5)).isEqualTo(0xBB3D);
  }
}
