package isr.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OggCrcTest {
  @Test
  void isTheKnownValueOfTheCheckString() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(OggCrc.update(0, check, 0, check.length)).isEqualTo(0x89a1897f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 255, 4096, 65_307})
  void agreesWithTheDefinitionBitByBit(int length) {
    byte[] bytes = new byte[length + 3];
    new Random(length).nextBytes(bytes);
    assertThat(OggCrc.update(0, bytes, 3, length)).isEqualTo(bitByBit(bytes, 3, length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 1000})
  void zerosCountAsZeroBytes(int count) {
    assertThat(OggCrc.zeros(0x12345678, count))
        .isEqualTo(OggCrc.update(0x12345678, new byte[count], 0, count));
  }

  @Test
  void isLinear() {
    byte[] a = new byte[100];
    byte[] b = new byte[100];
    byte[] both = new byte[100];
    new Random(1).nextBytes(a);
    new Random(2).nextBytes(b);
    for (int i = 0; i < both.length; i++) {
      both[i] = (byte) (a[i] ^ b[i]);
    }
    assertThat(OggCrc.update(0, both, 0, 100))
        .isEqualTo(OggCrc.update(0, a, 0, 100) ^ OggCrc.update(0, b, 0, 100));
  }

  private static int bitByBit(byte[] bytes, int offset, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[offset + i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
      }
    }
    return crc;
  }
}
