package isr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.MediaFormats;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import isr.testing.Decoders;
import isr.testing.Music;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other programs, decoded by us and by ffmpeg. */
@RequiresTools("ffmpeg")
class DecodedFilesTest {
  private static final int SECONDS = 12;

  @TempDir static Path directory;

  /**
   * A kind of file.
   *
   * @param tolerance largest difference to ffmpeg's samples of 16 bits
   * @param seekTolerance the same between decoding from a place and from the start
   */
  record Kind(String name, int tolerance, int seekTolerance, List<String> options) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Without noise that the decoder makes, which is another one each time. */
  private static final Kind AAC =
      kind("lc.aac", 1, 1, "-c:a", "aac", "-aac_pns", "0", "-f", "adts");

  private static Kind kind(String name, int tolerance, int seekTolerance, String... options) {
    return new Kind(name, tolerance, seekTolerance, List.of(options));
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind("16.wav", 0, 0, "-c:a", "pcm_s16le"),
        kind("24.wav", 1, 0, "-c:a", "pcm_s24le"),
        kind("32.wav", 1, 0, "-c:a", "pcm_s32le"),
        kind("six.wav", 0, 0, "-c:a", "pcm_s16le", "-ac", "6"),
        kind("16.flac", 0, 0, "-c:a", "flac", "-sample_fmt", "s16"),
        kind("24.flac", 1, 0, "-c:a", "flac", "-sample_fmt", "s32"),
        kind("flac.oga", 0, 0, "-c:a", "flac", "-sample_fmt", "s16"),
        kind("cbr.mp3", 2, 0, "-c:a", "libmp3lame", "-b:a", "128k"),
        kind("vbr.mp3", 2, 0, "-c:a", "libmp3lame", "-q:a", "2"),
        kind("lsf.mp3", 2, 0, "-c:a", "libmp3lame", "-b:a", "32k", "-ar", "22050", "-ac", "1"),
        kind("low.mp3", 2, 0, "-c:a", "libmp3lame", "-b:a", "16k", "-ar", "11025", "-ac", "1"),
        kind("layer.mp2", 2, 0, "-c:a", "mp2", "-b:a", "192k"),
        AAC,
        kind("music.opus", 8, 1, "-c:a", "libopus", "-b:a", "128k"),
        kind("mono.opus", 8, 1, "-c:a", "libopus", "-b:a", "64k", "-ac", "1"),
        kind("six.opus", 8, 1, "-c:a", "libopus", "-ac", "6", "-mapping_family", "1"),
        kind("vorbis.ogg", 2, 0, "-c:a", "libvorbis", "-q:a", "6"),
        kind("four.ogg", 2, 0, "-c:a", "libvorbis", "-q:a", "3", "-ac", "4"));
  }

  private static Path file(Kind kind) {
    Path file = directory.resolve(kind.name());
    if (!Files.exists(file)) {
      Music.encode(file, kind.options(), 1, Duration.ofSeconds(SECONDS));
    }
    return file;
  }

  private static AudioReader open(FileChannel file, Path path) throws IOException {
    MediaFormat format = MediaFormats.forFile(path).orElseThrow();
    return new AudioReaders(Ffmpeg.on(System.getenv("PATH")))
        .open(path, file, format, SeekPoints.NONE);
  }

  /** Samples from a place to the end, of 16 bits, channels interleaved. */
  private static short[] read(AudioReader reader, long from) throws IOException {
    reader.seek(from);
    SampleBlock block = new SampleBlock();
    short[] all = new short[1 << 16];
    int length = 0;
    while (reader.next(block)) {
      int count = block.count() * block.channels();
      if (length + count > all.length) {
        all = Arrays.copyOf(all, 2 * (length + count));
      }
      for (int i = 0; i < block.count(); i++) {
        for (int channel = 0; channel < block.channels(); channel++) {
          float sample = block.channel(channel)[block.from() + i] * (1 << 15);
          all[length++] = (short) Math.max(-32_768, Math.min(32_767, Math.round(sample)));
        }
      }
    }
    return Arrays.copyOf(all, length);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void soundsAsInFfmpeg(Kind kind) throws Exception {
    Path path = file(kind);
    ShortBuffer expected = Decoders.ffmpeg(path);
    try (FileChannel file = FileChannel.open(path);
        AudioReader reader = open(file, path)) {
      short[] found = read(reader, 0);
      assertThat(found).hasSize(expected.remaining());
      assertThat(Decoders.largestDifference(expected, inOrder(kind, found)))
          .isLessThanOrEqualTo(kind.tolerance());
      assertThat(reader.damagedPackets()).isZero();
      assertThat(reader.sampleCount() * reader.channels()).isEqualTo(found.length);
    }
  }

  /**
   * ffmpeg gives six channels in the order of WAV, Vorbis and Opus have that of Vorbis I, 4.3.9.
   */
  private static ShortBuffer inOrder(Kind kind, short[] found) {
    if (!kind.name().startsWith("six.o")) {
      return ShortBuffer.wrap(found);
    }
    int[] wavOrder = {0, 2, 1, 5, 3, 4};
    short[] ordered = new short[found.length];
    for (int i = 0; i < found.length; i++) {
      ordered[i] = found[i - i % 6 + wavOrder[i % 6]];
    }
    return ShortBuffer.wrap(ordered);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void soundsTheSameFromAnyPlace(Kind kind) throws Exception {
    Path path = file(kind);
    try (FileChannel file = FileChannel.open(path);
        AudioReader reader = open(file, path)) {
      int channels = reader.channels();
      short[] all = read(reader, 0);
      Random random = new Random(1);
      int places = kind.name().endsWith(".aac") ? 3 : 10;
      for (int i = 0; i < places; i++) {
        int from = random.nextInt(all.length / channels);
        short[] part = read(reader, from);
        assertThat(part).hasSize(all.length - from * channels);
        ShortBuffer same = ShortBuffer.wrap(all, from * channels, part.length).slice();
        assertThat(Decoders.largestDifference(same, ShortBuffer.wrap(part)))
            .as("from sample %d", from)
            .isLessThanOrEqualTo(kind.seekTolerance());
      }
      assertThat(reader.damagedPackets()).isZero();
    }
  }

  /** Of a file with some changed bytes, all but what they are in is heard at its place. */
  @ParameterizedTest
  @MethodSource("kinds")
  void damageIsSilenceOfTheRightLength(Kind kind) throws Exception {
    Path path = file(kind);
    byte[] bytes = Files.readAllBytes(path);
    for (int seed = 0; seed < 4; seed++) {
      Path damaged = directory.resolve("damaged" + seed + "-" + kind.name());
      Files.write(damaged, damaged(bytes, new Random(seed)));
      try (FileChannel file = FileChannel.open(damaged);
          AudioReader reader = open(file, damaged)) {
        long expected = reader.sampleCount();
        long found = read(reader, 0).length / reader.channels();
        assertThat(found).as("seed %d", seed).isCloseTo(expected, Offset.offset(expected / 4));
      }
    }
  }

  /** Six changed bytes, behind the headers. */
  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    int from = Math.min(12_000, bytes.length / 2);
    for (int i = 0; i < 6; i++) {
      damaged[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
    }
    return damaged;
  }

  /** Whatever stands in the packets, each gives as many samples as it has. */
  @ParameterizedTest
  @MethodSource("kinds")
  void brokenPacketsGiveAsManySamplesAsGoodOnes(Kind kind) throws Exception {
    if (kind.name().endsWith(".aac")) {
      return; // not decoded here
    }
    Path path = file(kind);
    Random random = new Random(kind.name().hashCode());
    try (FileChannel file = FileChannel.open(path)) {
      MediaFormat format = MediaFormats.forFile(path).orElseThrow();
      Demuxer demuxer = format.demuxer(file, SeekPoints.NONE);
      PacketDecoder decoder = PacketDecoders.of(demuxer.track());
      SampleBlock block = new SampleBlock();
      for (FilePacket next = demuxer.next(); next != null; next = demuxer.next()) {
        decoder.decode(broken(next, random), block);
        assertThat(block.count()).isEqualTo(next.codedSamples());
      }
    }
  }

  private static FilePacket broken(FilePacket packet, Random random) {
    byte[] bytes =
        new byte[random.nextInt(8) == 0 ? random.nextInt(64) : packet.payload().remaining()];
    packet
        .payload()
        .duplicate()
        .get(bytes, 0, Math.min(bytes.length, packet.payload().remaining()));
    for (int i = 0; i < random.nextInt(20) && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return new FilePacket(
        ByteBuffer.wrap(bytes),
        packet.position(),
        packet.codedSamples(),
        packet.skipped(),
        packet.trimmed());
  }

  @Test
  void vorbisThatJorbisMisreadsIsDecodedByFfmpeg() throws Exception {
    Path path = file(kind("six.ogg", 0, 0, "-c:a", "libvorbis", "-q:a", "3", "-ac", "6"));
    short[] expected = shorts(Decoders.ffmpeg(path));
    try (FileChannel file = FileChannel.open(path);
        AudioReader reader = open(file, path)) {
      assertThat(reader.channels()).isEqualTo(6);
      short[] all = read(reader, 0);
      assertThat(all).hasSize(expected.length);
      assertThat(Decoders.largestDifference(ShortBuffer.wrap(expected), ShortBuffer.wrap(all)))
          .isLessThanOrEqualTo(1);
      assertThat(read(reader, 10_000)).isEqualTo(Arrays.copyOfRange(all, 60_000, all.length));
    }
    try (FileChannel file = FileChannel.open(path)) {
      MediaFormat format = MediaFormats.forFile(path).orElseThrow();
      AudioReaders without = new AudioReaders(Ffmpeg.on(directory.toString()));
      assertThatThrownBy(() -> without.open(path, file, format, SeekPoints.NONE))
          .isInstanceOf(FfmpegMissingException.class)
          .hasMessageContaining("Vorbis of 6 channels");
    }
  }

  private static short[] shorts(ShortBuffer buffer) {
    short[] all = new short[buffer.remaining()];
    buffer.duplicate().get(all);
    return all;
  }

  /** Where ffmpeg is used because it is quicker, it gives what our readers give. */
  @ParameterizedTest
  @ValueSource(strings = {"cbr.mp3", "music.opus", "vorbis.ogg"})
  void ffmpegGivesTheSame(String name) throws Exception {
    Kind kind = kinds().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
    Path path = file(kind);
    AudioReaders readers = new AudioReaders(Ffmpeg.on(System.getenv("PATH")));
    try (FileChannel file = FileChannel.open(path);
        AudioReader mine = open(file, path);
        AudioReader theirs = readers.openWhole(path, mine, 1).orElseThrow()) {
      short[] found = read(theirs, 0);
      short[] expected = read(mine, 0);
      assertThat(found).hasSize(expected.length);
      assertThat(theirs.sampleCount()).isEqualTo(mine.sampleCount());
      assertThat(Decoders.largestDifference(ShortBuffer.wrap(expected), ShortBuffer.wrap(found)))
          .isLessThanOrEqualTo(kind.tolerance());
    }
  }

  @Test
  void aacWithoutFfmpegSaysHowToInstallIt() throws Exception {
    Path path = file(AAC);
    try (FileChannel file = FileChannel.open(path)) {
      MediaFormat format = MediaFormats.forFile(path).orElseThrow();
      AudioReaders readers = new AudioReaders(Ffmpeg.on(directory.toString()));
      assertThatThrownBy(() -> readers.open(path, file, format, SeekPoints.NONE))
          .isInstanceOf(FfmpegMissingException.class)
          .hasMessageContaining("AAC")
          .hasMessageContaining("apt install ffmpeg");
    }
  }

  @Test
  void ffmpegEndsWhenItsReaderIsClosed() throws Exception {
    Path path = file(AAC);
    try (FileChannel file = FileChannel.open(path)) {
      AudioReader reader = open(file, path);
      List<ProcessHandle> children = ProcessHandle.current().children().toList();
      assertThat(children).isNotEmpty();
      reader.close();
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(reader.next(new SampleBlock())).isFalse();
    }
  }
}
