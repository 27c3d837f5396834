package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardFormatTest {
  @ParameterizedTest
  @CsvSource({
    "S16_LE, 01020304, 01020304",
    "S24_3LE, 010203040506, 010203040506",
    "S24_LE, 0102038004050600, 010203040506",
    "S24_LE, 010203FF, 010203",
    "S32_LE_OF_24, 0001020300040506, 010203040506",
    "S32_LE, 0102030405060708, 0102030405060708",
    "S24_LE, '', ''"
  })
  void keepsTheBytesOfTheSamples(CardFormat format, String stored, String packed) {
    byte[] bytes = HexFormat.of().parseHex(stored);
    ByteBuffer pcm = ByteBuffer.allocateDirect(bytes.length + 8);
    pcm.position(4).put(bytes).flip().position(4);
    format.pack(pcm);
    byte[] result = new byte[pcm.remaining()];
    pcm.get(result);
    assertThat(HexFormat.of().withUpperCase().formatHex(result)).isEqualTo(packed);
  }

  @Test
  void theFormatWithoutPackingIsTriedFirst() {
    assertThat(CardFormat.of(SampleFormat.S24LE))
        .containsExactly(CardFormat.S24_3LE, CardFormat.S24_LE, CardFormat.S32_LE_OF_24);
    assertThat(CardFormat.of(SampleFormat.S16LE)).containsExactly(CardFormat.S16_LE);
    assertThat(CardFormat.of(SampleFormat.S32LE)).containsExactly(CardFormat.S32_LE);
  }

  @Test
  void thirtyTwoBitsAreTakenForTwentyFourOnlyWhereTheCardSaysSo() {
    assertThat(CardFormat.S32_LE_OF_24.takes(24)).isTrue();
    assertThat(CardFormat.S32_LE_OF_24.takes(32)).isFalse();
    assertThat(CardFormat.S32_LE_OF_24.takes(-22)).isFalse();
    assertThat(CardFormat.S24_LE.takes(24)).isTrue();
    assertThat(CardFormat.S32_LE.takes(24)).isTrue();
  }
}
