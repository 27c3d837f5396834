package isr.format.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.Repair;
import isr.media.UnsupportedMediaException;
import isr.testing.TagBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of other programs, as they leave them when they are killed. */
class WavRepairTest {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final long GIB = 1L << 30;

  private final MediaFormat wav = new WavFormat();

  @TempDir Path directory;

  @ParameterizedTest(name = "RIFF {0}, data {1}")
  @CsvSource({
    "2147483647, 2147483611", // arecord
    "-1, -1", // ffmpeg
    "0, 0", // libsndfile and others, before the first update
    "36, 0",
    "2147479588, 2147479552", // sox into a pipe
    "100, 64", // counts that were brought up to date a while ago
    "1064, 64"
  })
  void sizesBecomeThoseOfTheFile(int riff, int data) throws IOException {
    byte[] samples = samples(1000);
    Path file = write(riff(riff), fmt(PCM, 2, 16), chunk("data", data, samples));
    assertThat(repair(file)).isEqualTo(new Repair(250, 0, true));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(join(riff(1036), fmt(PCM, 2, 16), chunk("data", 1000, samples)));
    assertSettled(file, 250);
  }

  @Test
  void anIncompleteSampleIsCutOff() throws IOException {
    Path file = write(riff(-1), fmt(PCM, 2, 24), chunk("data", -1, samples(20)));
    assertThat(repair(file)).isEqualTo(new Repair(3, 2, true));
    assertThat(Files.size(file)).isEqualTo(44 + 18);
    assertSettled(file, 3);
  }

  @Test
  void anOddLengthIsPadded() throws IOException {
    Path file = write(riff(-1), fmt(PCM, 1, 24), chunk("data", -1, samples(9)));
    assertThat(repair(file)).isEqualTo(new Repair(3, 0, true));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(join(riff(46), fmt(PCM, 1, 24), chunk("data", 9, samples(9)), new byte[] {0}));
    assertSettled(file, 3);
  }

  @Test
  void anOddLengthWithoutPaddingIsNoFault() throws IOException {
    Path file = write(riff(45), fmt(PCM, 1, 24), chunk("data", 9, samples(9)));
    assertThat(repair(file)).isEqualTo(new Repair(3, 0, false));
  }

  @Test
  void chunksBehindTheSamplesStay() throws IOException {
    byte[] list = chunk("LIST", 10, "INFOxxxxxx".getBytes(StandardCharsets.US_ASCII));
    Path file = write(riff(36), fmt(PCM, 1, 16), chunk("data", 40, samples(40)), list);
    assertThat(repair(file)).isEqualTo(new Repair(20, 0, true));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(join(riff(94), fmt(PCM, 1, 16), chunk("data", 40, samples(40)), list));
    assertSettled(file, 20);
  }

  @Test
  void aCutChunkBehindTheSamplesGoes() throws IOException {
    byte[] list = chunk("LIST", 100, new byte[3]);
    Path file = write(riff(36), fmt(PCM, 1, 16), chunk("data", 40, samples(40)), list);
    assertThat(repair(file)).isEqualTo(new Repair(20, 11, true));
    assertSettled(file, 20);
  }

  @Test
  void samplesThatLookLikeNoChunkAreSamples() throws IOException {
    byte[] samples = samples(400);
    Arrays.fill(samples, 100, 400, (byte) 0);
    Path file = write(riff(136), fmt(PCM, 1, 16), chunk("data", 100, samples));
    assertThat(repair(file).sampleCount()).isEqualTo(200);
    assertSettled(file, 200);
  }

  @Test
  void anotherEncodingsCountOfSamplesIsMended() throws IOException {
    byte[] fact = chunk("fact", 4, new byte[4]);
    Path file = write(riff(-1), fmt(FLOAT, 1, 32), fact, chunk("data", -1, samples(80)));
    assertThat(repair(file)).isEqualTo(new Repair(20, 0, true));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(44)).isEqualTo(20);
    assertThat(repair(file).changed()).isFalse();
  }

  @Test
  void anRf64ThatStayedSmallBecomesAPlainFile() throws IOException {
    byte[] head = join(ascii("RF64"), little(-1), ascii("WAVE"));
    byte[] ds64 = chunk("ds64", 28, new byte[28]);
    Path file = write(head, ds64, fmt(PCM, 2, 16), chunk("data", -1, samples(400)));
    assertThat(repair(file)).isEqualTo(new Repair(100, 0, true));
    byte[] junk = chunk("JUNK", 28, new byte[28]);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(join(riff(472), junk, fmt(PCM, 2, 16), chunk("data", 400, samples(400))));
    assertSettled(file, 100);
  }

  @Test
  void beyondFourGibibytesJunkBecomesDs64() throws IOException {
    byte[] junk = chunk("JUNK", 28, new byte[28]);
    Path file = write(riff(-1), junk, fmt(PCM, 2, 16), chunk("data", -1, new byte[0]));
    grow(file, 80 + 5 * GIB + 2);
    assertThat(repair(file)).isEqualTo(new Repair(5 * GIB / 4, 2, true));
    ByteBuffer head = head(file, 80);
    assertThat(head.getInt(0)).isEqualTo(WavHeader.RF64);
    assertThat(head.getInt(12)).isEqualTo(WavHeader.DS64);
    assertThat(head.getLong(20)).isEqualTo(72 + 5 * GIB);
    assertThat(head.getLong(28)).isEqualTo(5 * GIB);
    assertThat(head.getLong(36)).isEqualTo(5 * GIB / 4);
    assertThat(head.getInt(76)).isEqualTo(-1);
    assertSettled(file, 5 * GIB / 4);
  }

  @Test
  void beyondFourGibibytesWithoutRoomItIsRefused() throws IOException {
    Path file = write(riff(-1), fmt(PCM, 2, 16), chunk("data", -1, new byte[0]));
    grow(file, 5 * GIB);
    assertThatThrownBy(() -> repair(file))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining("4 GiB");
    assertThat(head(file, 44).getInt(40)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "cut at {0}")
  @ValueSource(ints = {0, 3, 11, 12, 19, 20, 35, 36, 43, 44})
  void aFileWithoutSamplesIsLeft(int length) throws IOException {
    byte[] whole = join(riff(-1), fmt(PCM, 1, 16), chunk("data", -1, new byte[0]));
    Path file = write(Arrays.copyOf(whole, length));
    assertThat(repair(file).sampleCount()).isZero();
  }

  @Test
  void aBlockThatDoesNotFitIsAFault() throws IOException {
    byte[] fmt = fmt(PCM, 2, 16);
    fmt[20] = 3;
    Path file = write(riff(48), fmt, chunk("data", 12, samples(12)));
    assertThat(inspect(file).faults()).hasSize(1);
    assertThat(inspect(file).faults().get(0).rule()).contains("a block of 3 bytes");
  }

  private void assertSettled(Path file, long samples) throws IOException {
    byte[] start = head(file, (int) Math.min(Files.size(file), 1000)).array();
    assertThat(inspect(file).faults()).isEmpty();
    assertThat(inspect(file).sampleCount()).isEqualTo(samples);
    assertThat(repair(file)).isEqualTo(new Repair(samples, 0, false));
    assertThat(head(file, start.length).array()).isEqualTo(start);
    try (FileChannel channel = FileChannel.open(file)) {
      FileOutline outline = wav.outline(channel).orElseThrow();
      assertThat(outline.sampleCount()).hasValue(samples);
      assertThat(outline.certain()).isTrue();
    }
  }

  private static void grow(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), length - 1); // sparse
    }
  }

  private static ByteBuffer head(Path file, int count) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      channel.read(head, 0);
    }
    return head;
  }

  private Path write(byte[]... parts) throws IOException {
    return Files.write(directory.resolve("test.wav"), join(parts));
  }

  private static byte[] riff(int size) {
    return join(ascii("RIFF"), little(size), ascii("WAVE"));
  }

  private static byte[] chunk(String id, int told, byte[] body) {
    return join(ascii(id), little(told), body);
  }

  private static byte[] fmt(int tag, int channels, int bits) {
    int align = channels * bits / 8;
    ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    body.putShort((short) tag).putShort((short) channels).putInt(8000).putInt(8000 * align);
    body.putShort((short) align).putShort((short) bits);
    return chunk("fmt ", 16, body.array());
  }

  private static byte[] samples(int bytes) {
    byte[] samples = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      samples[i] = (byte) (i * 31 + 7);
    }
    return samples;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private FileReport inspect(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return wav.inspect(channel);
    }
  }

  private Repair repair(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return wav.repair(channel);
    }
  }

  @Test
  void tagsBehindAFinishedFileAreNoSamples() throws IOException {
    byte[] wav = join(riff(136), fmt(PCM, 2, 16), chunk("data", 100, samples(100)));
    byte[] list = chunk("LIST", 10, "INFOxxxxxx".getBytes(StandardCharsets.US_ASCII));
    byte[] listed = join(riff(154), fmt(PCM, 2, 16), chunk("data", 100, samples(100)), list);
    for (byte[] tags : tags()) {
      for (byte[] finished : List.of(wav, listed)) {
        Path file = write(finished, tags);
        assertSettled(file, 25);
        assertThat(Files.readAllBytes(file)).isEqualTo(join(finished, tags));
      }
    }
  }

  @Test
  void tagsBehindAFileThatWasNeverClosedStay() throws IOException {
    byte[] tags = join(TagBytes.apeWithFooterOnly(2), TagBytes.id3v1());
    Path file = write(riff(-1), fmt(PCM, 2, 16), chunk("data", -1, samples(403)), tags);
    assertThat(repair(file)).isEqualTo(new Repair(100, 3, true));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(join(riff(436), fmt(PCM, 2, 16), chunk("data", 400, samples(400)), tags));
    assertSettled(file, 100);
  }

  /** The size counts the tag, or a part of it, as a program wrote it that knows no tags. */
  @Test
  void aSizeThatLeadsIntoATagIsWrong() throws IOException {
    byte[] tag = TagBytes.apeWithHeader();
    for (int bytesOfTag : new int[] {1, 32, 40, tag.length - 2}) {
      Path file =
          write(
              riff(436 + bytesOfTag),
              fmt(PCM, 2, 16),
              chunk("data", 400 + bytesOfTag, samples(400)),
              tag);
      assertThat(repair(file)).as("%d bytes", bytesOfTag).isEqualTo(new Repair(100, 0, true));
      assertThat(Files.readAllBytes(file))
          .isEqualTo(join(riff(436), fmt(PCM, 2, 16), chunk("data", 400, samples(400)), tag));
    }
  }

  @Test
  void aPadByteIsNotWrittenOverATag() throws IOException {
    Path file = write(riff(-1), fmt(PCM, 1, 24), chunk("data", -1, samples(9)), TagBytes.id3v1());
    assertThat(repair(file)).isEqualTo(new Repair(3, 0, true));
    assertThat(Files.readAllBytes(file)).endsWith(TagBytes.id3v1()).hasSize(44 + 9 + 128);
    assertSettled(file, 3);
  }

  @Test
  void samplesThatLookLikeATagAreSamples() throws IOException {
    byte[] samples = join(samples(400), TagBytes.id3v1());
    Path file = write(riff(36 + 528), fmt(PCM, 2, 16), chunk("data", 528, samples));
    assertSettled(file, 132);
  }

  private static List<byte[]> tags() {
    return List.of(
        TagBytes.id3v1(),
        TagBytes.id3v2(),
        TagBytes.apeWithFooterOnly(1),
        TagBytes.apeWithHeader(),
        join(TagBytes.id3v2(), TagBytes.id3v1()));
  }
}
