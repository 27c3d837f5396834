package isr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.audio.SampleFormat;
import isr.format.flac.FlacEncoder;
import isr.format.flac.FlacLevel;
import isr.media.AdtsTrack;
import isr.media.FilePacket;
import isr.media.FlacTrack;
import isr.media.MediaLimitException;
import isr.media.MpegTrack;
import isr.media.OpusTrack;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecodersTest {
  private static OpusTrack opus(int family, int channels, int... mapping) {
    ByteBuffer head = ByteBuffer.allocate(19 + mapping.length).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) channels);
    head.putShort((short) 0).putInt(48_000).putShort((short) 0).put((byte) family);
    for (int value : mapping) {
      head.put((byte) value);
    }
    return new OpusTrack(channels, 0, head.flip(), ByteBuffer.allocate(0));
  }

  private static FlacTrack flac(int bits) {
    return new FlacTrack(
        FlacTrack.Container.NATIVE, 44_100, 2, bits, OptionalInt.empty(), ByteBuffer.allocate(0));
  }

  static Stream<Track> tracks() {
    return Stream.of(
        new PcmTrack(8000, 3, SampleFormat.S24LE),
        flac(16),
        new MpegTrack(MpegTrack.Version.MPEG1, 3, 44_100, 2),
        new MpegTrack(MpegTrack.Version.MPEG25, 3, 8000, 1),
        new MpegTrack(MpegTrack.Version.MPEG1, 2, 48_000, 2),
        opus(0, 2),
        opus(1, 6, 4, 2, 0, 4, 1, 2, 3, 5));
  }

  private static FilePacket packet(byte[] payload, int samples) {
    return new FilePacket(ByteBuffer.wrap(payload), 0, samples, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("tracks")
  void anyBytesGiveAsManySamplesAsTheyShould(Track track) throws Exception {
    PacketDecoder decoder = PacketDecoders.of(track);
    SampleBlock block = new SampleBlock();
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 3 : 600)];
      random.nextBytes(bytes);
      if (track instanceof MpegTrack mpeg && bytes.length > 3) {
        header(bytes, mpeg, random);
      }
      int samples = random.nextInt(3000);
      decoder.decode(packet(bytes, samples), block);
      assertThat(block.count()).isEqualTo(samples);
      assertThat(block.channels()).isEqualTo(track.channels());
    }
    assertThat(decoder.damagedPackets()).isPositive();
  }

  /** So that what follows is taken for a frame. */
  private static void header(byte[] bytes, MpegTrack track, Random random) {
    boolean second = track.layer() == 2;
    boolean mpeg1 = track.version() == MpegTrack.Version.MPEG1;
    bytes[0] = -1;
    bytes[1] = (byte) (second ? 0xFD : mpeg1 ? 0xFB : 0xE3);
    bytes[2] = (byte) ((1 + random.nextInt(8)) << 4 | (second ? 4 : mpeg1 ? 0 : 8));
    bytes[3] = (byte) (track.channels() == 1 ? 0xC0 : random.nextInt(0xC0));
  }

  @ParameterizedTest
  @MethodSource("tracks")
  void aPacketThatClaimsHoursIsSilent(Track track) throws Exception {
    PacketDecoder decoder = PacketDecoders.of(track);
    SampleBlock block = new SampleBlock();
    decoder.decode(packet(new byte[10], 1 << 21), block);
    assertThat(block.count()).isEqualTo(1 << 21);
    assertThat(block.channel(0)[0]).isZero();
    assertThat(decoder.damagedPackets()).isEqualTo(1);
  }

  @Test
  void pcmIsScaledToOne() throws Exception {
    SampleBlock block = new SampleBlock();
    byte[] s16 = {0, -128, -1, 127, 0, 64, 0, 0};
    PacketDecoders.of(new PcmTrack(8000, 2, SampleFormat.S16LE)).decode(packet(s16, 2), block);
    assertThat(block.channel(0)).startsWith(-1f, 0.5f);
    assertThat(block.channel(1)).startsWith(32_767 / 32_768f, 0f);
    byte[] s24 = {0, 0, -128, 0, 0, 64, -1, -1, -1};
    PacketDecoders.of(new PcmTrack(8000, 1, SampleFormat.S24LE)).decode(packet(s24, 3), block);
    assertThat(block.channel(0)).startsWith(-1f, 0.5f, -1 / 8_388_608f);
    byte[] s32 = {0, 0, 0, -128, 0, 0, 0, 64};
    PacketDecoders.of(new PcmTrack(8000, 1, SampleFormat.S32LE)).decode(packet(s32, 2), block);
    assertThat(block.channel(0)).startsWith(-1f, 0.5f);
  }

  /** A core of one channel. */
  private static CodecCore core(ToIntFunction<SampleBlock> decoding) {
    return new CodecCore() {
      @Override
      public int channels() {
        return 1;
      }

      @Override
      public int decode(ByteBuffer payload, int expected, SampleBlock out) {
        return decoding.applyAsInt(out);
      }

      @Override
      public void restart() {}
    };
  }

  /** As Concentus does. */
  @Test
  void aDecoderThatAssertsIsSilent() {
    GuardedDecoder decoder =
        new GuardedDecoder(
            core(
                out -> {
                  throw new AssertionError();
                }));
    SampleBlock block = new SampleBlock();
    decoder.decode(packet(new byte[10], 480), block);
    assertThat(block.count()).isEqualTo(480);
    assertThat(decoder.damagedPackets()).isEqualTo(1);
  }

  /** As JLayer does with broken frames. */
  @ParameterizedTest
  @ValueSource(floats = {1.8e9f, -9f, Float.NaN, Float.NEGATIVE_INFINITY})
  void whatIsFarBeyondFullScaleIsSilent(float value) {
    GuardedDecoder decoder =
        new GuardedDecoder(
            core(
                out -> {
                  out.prepare(1, 480);
                  out.channel(0)[17] = value;
                  return 480;
                }));
    SampleBlock block = new SampleBlock();
    decoder.decode(packet(new byte[10], 480), block);
    assertThat(block.count()).isEqualTo(480);
    assertThat(Arrays.copyOf(block.channel(0), 480)).containsOnly(0f);
    assertThat(decoder.damagedPackets()).isEqualTo(1);
  }

  @Test
  void pcmThatIsCutShortEndsInSilence() throws Exception {
    SampleBlock block = new SampleBlock();
    PacketDecoder decoder = PacketDecoders.of(new PcmTrack(8000, 1, SampleFormat.S16LE));
    decoder.decode(packet(new byte[] {0, 64, 0}, 3), block);
    assertThat(block.count()).isEqualTo(3);
    assertThat(block.channel(0)).startsWith(0.5f, 0f, 0f);
    assertThat(decoder.damagedPackets()).isEqualTo(1);
  }

  @Test
  void aFlacFrameThatBreaksTheRulesIsSilent() throws Exception {
    int[][] samples = new int[2][500];
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      samples[0][i] = random.nextInt(2000) - 1000;
      samples[1][i] = samples[0][i] / 2;
    }
    FlacEncoder encoder = new FlacEncoder(44_100, 2, 16, FlacLevel.DEFAULT);
    int length = encoder.encode(samples, 500, 0);
    byte[] frame = Arrays.copyOf(encoder.frame(), length);
    SampleBlock block = new SampleBlock();
    PacketDecoder decoder = PacketDecoders.of(flac(16));
    decoder.decode(packet(frame, 500), block);
    assertThat(block.channel(0)[17]).isEqualTo(samples[0][17] / 32_768f);
    assertThat(block.channel(1)[499]).isEqualTo(samples[1][499] / 32_768f);
    assertThat(decoder.damagedPackets()).isZero();
    decoder.decode(packet(Arrays.copyOf(frame, length / 2), 500), block);
    assertThat(block.count()).isEqualTo(500);
    assertThat(block.channel(0)[17]).isZero();
    assertThat(decoder.damagedPackets()).isEqualTo(1);
  }

  @Test
  void whatIsNotDecodedIsToldByItsType() {
    assertThatThrownBy(() -> PacketDecoders.of(new AdtsTrack(false, 1, 44_100, 2)))
        .isInstanceOf(UnsupportedMediaException.class);
    assertThatThrownBy(() -> PacketDecoders.of(opus(3, 4, 2, 2)))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining("family 3");
    assertThatThrownBy(() -> PacketDecoders.of(new PcmTrack(8000, 65, SampleFormat.S16LE)))
        .isInstanceOf(MediaLimitException.class)
        .hasMessageContaining("65 channels");
  }
}
