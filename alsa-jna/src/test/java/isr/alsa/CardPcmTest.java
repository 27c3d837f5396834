package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardPcmTest {
  private static final CardPcm PCM =
      new CardPcm(1, 0, "Device", "USB-Audio", "USB Audio Device", "USB Audio");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hw:1,0|true",
        "hw:1|true",
        "hw:Device|true",
        "hw:CARD=Device,DEV=0|true",
        "plughw:CARD=Device|true",
        "hw:0,0|false",
        "hw:1,1|false",
        "hw:CARD=Device_1,DEV=0|false",
        "default|false"
      })
  void knowsItsNames(String name, boolean expected) {
    assertThat(PCM.isMeantBy(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "mic:RATE=48000, true",
    "null, false",
    "surround51:CARD=A, false",
    "'', false",
    "hw:CARD=A, false",
    "sysdefault:CARD=A, true",
    "lavrate, false"
  })
  void offersWhatCanBeRecordedFrom(String name, boolean expected) {
    assertThat(Hints.isOffered(name)).isEqualTo(expected);
  }
}
