package isr.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
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

  @Test
  void isTheSameInOneGoAndByteByByte() {
    byte[] bytes = new byte[1000];
    new Random(16).nextBytes(bytes);
    int crc = 0x1234;
    for (int i = 3; i < 1000; i++) {
      crc = Crc16.update(crc, bytes, i, 1);
    }
    assertThat(Crc16.update(0x1234, bytes, 3, 997)).isEqualTo(crc);
  }

  @Test
  void knowsRunsOfZeros() {
    for (int count : new int[] {0, 1, 2, 7, 8, 9, 255, 256, 70_001}) {
      assertThat(Crc16.zeros(0xBEEF, count))
          .isEqualTo(Crc16.update(0xBEEF, new byte[count], 0, count));
    }
  }
}
