package isr.format.mpeg;

import static isr.format.mpeg.TestFrames.V1_L3;
import static isr.format.mpeg.TestFrames.frame;
import static isr.format.mpeg.TestFrames.frames;
import static isr.format.mpeg.TestFrames.join;
import static org.assertj.core.api.Assertions.assertThat;

import isr.bytes.Crc16;
import isr.media.Fault;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.Repair;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Xing headers of other programs, and what can be told of a file without reading it through. */
class ForeignXingTest {
  private static final int FRAME_BYTES = 417;
  private static final int TAG = 36;
  private static final int DELAY = 1105;
  private static final int PADDING = 900;
  private static final int ALL_FIELDS = 15;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} frames told")
  @CsvSource({"0,0", "10,4587", "500,208917"})
  void countsOfAnotherLengthAreMended(int frames, int bytes) throws Exception {
    Path path = write(join(xing(ALL_FIELDS, frames, bytes), frames(V1_L3, 100)));
    assertThat(inspect(path).faults())
        .extracting(Fault::rule)
        .contains("Xing header: %d frames told, 100 there".formatted(frames));
    Repair repair = repair(path);
    assertThat(repair).isEqualTo(new Repair(100 * 1152 - DELAY - 529, 0, true));
    assertThat(inspect(path).faults()).isEmpty();
    XingHeader mended = header(path);
    assertThat(mended.frames()).hasValue(100);
    assertThat(mended.bytes()).hasValue(101 * FRAME_BYTES);
    assertThat(mended.lame().orElseThrow().delaySamples()).isEqualTo(DELAY);
    assertThat(mended.lame().orElseThrow().paddingSamples()).isEqualTo(529);
    assertThat(repair(path)).isEqualTo(new Repair(repair.sampleCount(), 0, false));
  }

  @Test
  void onlyTheFieldsThatAreThereAreWritten() throws Exception {
    byte[] header = xing(2, 0, 1000);
    Path path = write(join(header, frames(V1_L3, 100)));
    repair(path);
    byte[] mended = Arrays.copyOf(Files.readAllBytes(path), FRAME_BYTES);
    ByteBuffer.wrap(header).putInt(TAG + 8, 101 * FRAME_BYTES);
    assertThat(mended).isEqualTo(header);
  }

  @Test
  void aHeaderThatIsRightIsLeft() throws Exception {
    byte[] file = join(xing(ALL_FIELDS, 100, 101 * FRAME_BYTES), frames(V1_L3, 100));
    Path path = write(file);
    long samples = 100 * 1152 - DELAY - 529 - (PADDING - 529);
    assertThat(repair(path)).isEqualTo(new Repair(samples, 0, false));
    assertThat(Files.readAllBytes(path)).isEqualTo(file);
  }

  @Test
  void audioIsNotTouched() throws Exception {
    byte[] audio = frames(V1_L3, 30);
    byte[] torn = Arrays.copyOf(frame(V1_L3, 77), 100);
    Path path = write(join(xing(ALL_FIELDS, 900, 900), audio, torn));
    assertThat(repair(path).removedBytes()).isEqualTo(100);
    byte[] mended = Files.readAllBytes(path);
    assertThat(Arrays.copyOfRange(mended, FRAME_BYTES, mended.length)).isEqualTo(audio);
  }

  @Test
  void aHeaderThatAgreesWithTheLengthTellsTheSamples() throws Exception {
    byte[] tag = Arrays.copyOf(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 40, 0}, 5130);
    byte[] id3v1 = Arrays.copyOf(new byte[] {'T', 'A', 'G'}, 128);
    byte[] header = xing(ALL_FIELDS, 100, 101 * FRAME_BYTES);
    Path path = write(join(tag, header, frames(V1_L3, 100), id3v1));
    FileOutline outline = outline(path).orElseThrow();
    assertThat(outline.certain()).isTrue();
    assertThat(outline.sampleCount()).hasValue(inspect(path).sampleCount());
    assertThat(outline.track()).isEqualTo(MpegHeader.track(V1_L3));
  }

  @Test
  void aHeaderOfAnotherLengthIsNotCertain() throws Exception {
    Path path = write(join(xing(ALL_FIELDS, 90, 101 * FRAME_BYTES - 1), frames(V1_L3, 100)));
    assertThat(outline(path).orElseThrow().certain()).isFalse();
  }

  @Test
  void framesOfOneBitRateAreCountedByTheLength() throws Exception {
    for (int count : new int[] {3, 10, 500}) {
      Path path = write(padded(count));
      FileOutline outline = outline(path).orElseThrow();
      assertThat(outline.certain()).isFalse();
      assertThat(outline.sampleCount()).hasValue(count * 1152L);
      assertThat(outline.sampleCount()).hasValue(inspect(path).sampleCount());
    }
  }

  @Test
  void framesOfManyBitRatesAreNotCounted() throws Exception {
    byte[] slower = frames(V1_L3 - 0x1000, 200);
    Path path = write(join(frames(V1_L3, 200), slower));
    assertThat(outline(path).orElseThrow().sampleCount()).isEmpty();
    assertThat(outline(path).orElseThrow().track()).isEqualTo(MpegHeader.track(V1_L3));
  }

  @Test
  void noAudioIsNoOutline() throws Exception {
    assertThat(outline(write(new byte[0]))).isEmpty();
    assertThat(outline(write(new byte[100_000]))).isEmpty();
    assertThat(outline(write("ID3".getBytes(StandardCharsets.US_ASCII)))).isEmpty();
  }

  /** Frames with a padding byte where an encoder sets one: 417.96 bytes on average. */
  private static byte[] padded(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      long exact = (i + 1) * 1152L * 128_000 / 8 / 44_100;
      boolean padding = exact - all.size() > FRAME_BYTES;
      all.writeBytes(frame(padding ? V1_L3 | 0x200 : V1_L3, i));
    }
    return all.toByteArray();
  }

  /** A silent frame with a Xing header and, when all fields are there, a LAME tag. */
  private static byte[] xing(int flags, int frames, int bytes) {
    byte[] frame = new byte[FRAME_BYTES];
    ByteBuffer out = ByteBuffer.wrap(frame);
    out.putInt(V1_L3).position(TAG).put("Xing".getBytes(StandardCharsets.US_ASCII)).putInt(flags);
    if ((flags & 1) != 0) {
      out.putInt(frames);
    }
    out.putInt(bytes);
    if (flags == ALL_FIELDS) {
      out.position(TAG + 120).put("Lavc59.37".getBytes(StandardCharsets.US_ASCII));
      out.putInt(TAG + 120 + 20, (DELAY << 12) | PADDING);
      int crc = Crc16.updateReflected(0, frame, 0, TAG + 120 + 34);
      out.putShort(TAG + 120 + 34, (short) crc);
    }
    return frame;
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(directory.resolve("foreign.mp3"), bytes);
  }

  private static XingHeader header(Path path) throws Exception {
    return XingHeader.read(Files.readAllBytes(path), 0).orElseThrow();
  }

  private static FileReport inspect(Path path) throws Exception {
    try (FileChannel file = FileChannel.open(path)) {
      return new MpegFormat().inspect(file);
    }
  }

  private static Optional<FileOutline> outline(Path path) throws Exception {
    try (FileChannel file = FileChannel.open(path)) {
      return new MpegFormat().outline(file);
    }
  }

  private static Repair repair(Path path) throws Exception {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new MpegFormat().repair(file);
    }
  }
}
