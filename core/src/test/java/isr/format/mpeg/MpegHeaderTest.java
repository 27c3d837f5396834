package isr.format.mpeg;

import static isr.format.mpeg.TestFrames.V1_L2;
import static isr.format.mpeg.TestFrames.V1_L3;
import static isr.format.mpeg.TestFrames.V2_L3_MONO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.MpegTrack;
import isr.media.MpegTrack.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MpegHeaderTest {
  @ParameterizedTest
  @CsvSource({
    // header, bytes, samples, version, layer, rate, channels
    "FFFB9044, 417, 1152, MPEG1, 3, 44100, 2",
    "FFFB9244, 418, 1152, MPEG1, 3, 44100, 2",
    "FFFAE0C0, 1044, 1152, MPEG1, 3, 44100, 1",
    "FFFB1400,  96, 1152, MPEG1, 3, 48000, 2",
    "FFFBE800, 1440, 1152, MPEG1, 3, 32000, 2",
    "FFF380C4, 208,  576, MPEG2, 3, 22050, 1",
    "FFF31400,  24,  576, MPEG2, 3, 24000, 2",
    "FFE320C0, 104,  576, MPEG25, 3, 11025, 1",
    "FFE318C0,  72,  576, MPEG25, 3, 8000, 1",
    "FFFDA404, 576, 1152, MPEG1, 2, 48000, 2",
    "FFFDEA00, 1729, 1152, MPEG1, 2, 32000, 2",
    "FFF58800, 576, 1152, MPEG2, 2, 16000, 2",
  })
  void readsVersionLayerRateAndLength(
      String hex, int bytes, int samples, Version version, int layer, int rateHz, int channels) {
    int header = Integer.parseUnsignedInt(hex, 16);
    assertThat(MpegHeader.frameBytes(header)).isEqualTo(bytes);
    assertThat(MpegHeader.sampleCount(header)).isEqualTo(samples);
    assertThat(MpegHeader.track(header)).isEqualTo(new MpegTrack(version, layer, rateHz, channels));
  }

  @ParameterizedTest
  @CsvSource({
    "FFDB9044, sync word of 10 bits",
    "FFEB9044, reserved version",
    "FFF99044, reserved layer",
    "FFFF9044, layer I",
    "FFFB0044, free format",
    "FFFBF044, forbidden bit rate",
    "FFFB9C44, reserved rate",
    "FFF15080, ADTS",
  })
  void takesNothingElseForAHeader(String hex, String what) {
    assertThat(MpegHeader.frameBytes(Integer.parseUnsignedInt(hex, 16))).as(what).isZero();
  }

  @Test
  void neverExceedsItsLargestFrameAndAlwaysHasRoomForItsSideInformation() {
    for (int low = 0; low < 1 << 21; low++) {
      int header = 0xFFE0_0000 | low;
      int bytes = MpegHeader.frameBytes(header);
      if (bytes > 0) {
        assertThat(bytes <= MpegHeader.MAX_FRAME_BYTES).isTrue();
        boolean fits = MpegHeader.layer(header) == 2 || bytes >= MpegHeader.mainDataOffset(header);
        assertThat(fits).isTrue();
      }
    }
  }

  @Test
  void keepsTheTrackWhenBitRatePaddingModeOrCrcChange() {
    int otherRate = (V1_L3 & ~0xF000) | 0xE000;
    assertThat(MpegHeader.sameTrack(V1_L3, otherRate)).isTrue();
    assertThat(MpegHeader.sameTrack(V1_L3, V1_L3 | 0x200)).isTrue();
    assertThat(MpegHeader.sameTrack(V1_L3, V1_L3 & ~0x1_0000)).isTrue();
    assertThat(MpegHeader.sameTrack(V1_L3, V1_L3 & ~0xC0)).isTrue();
    assertThat(MpegHeader.sameTrack(V1_L3, V1_L3 | 0xC0)).isFalse();
    assertThat(MpegHeader.sameTrack(V1_L3, V1_L2)).isFalse();
    assertThat(MpegHeader.sameTrack(V1_L3, V2_L3_MONO)).isFalse();
  }

  @Test
  void findsForEveryTrackAFrameThatHoldsAWholeReservoir() {
    for (int low = 0; low < 1 << 21; low++) {
      int header = 0xFFE0_0000 | low;
      if (MpegHeader.frameBytes(header) > 0 && MpegHeader.layer(header) == 3) {
        int reach = MpegHeader.maxMainDataBegin(header);
        int roomy = MpegHeader.withRoomFor(header, reach);
        int room = MpegHeader.frameBytes(roomy) - MpegHeader.mainDataOffset(roomy);
        assertThat(room >= reach && MpegHeader.sameTrack(header, roomy)).isTrue();
      }
    }
    assertThatThrownBy(() -> MpegHeader.withRoomFor(V1_L3, 2000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesAHeaderOfEveryTrack() {
    for (int header : new int[] {V1_L3, TestFrames.V1_L3_48K, V2_L3_MONO, V1_L2, 0xFFE3_18C0}) {
      MpegTrack track = MpegHeader.track(header);
      assertThat(MpegHeader.track(MpegHeader.of(track))).isEqualTo(track);
    }
  }
}
