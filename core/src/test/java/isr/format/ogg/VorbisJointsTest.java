package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Packet;
import isr.testing.Decoders;
import isr.testing.RequiresTools;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments decoded one after the other are the unsplit stream, bit for bit. */
@RequiresTools({"ffmpeg", "oggenc", "oggdec", "ogginfo", "oggz-validate"})
class VorbisJointsTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{1} channels, {0} Hz, quality {2}")
  @CsvSource({
    "44100, 2, 4",
    "44100, 1, -1",
    "44100, 2, 10",
    "48000, 2, 7",
    "22050, 1, 2",
    "8000, 1, 0",
    "44100, 6, 3"
  })
  void everyJointIsExact(int rate, int channels, String quality) throws Exception {
    VorbisTools tools = new VorbisTools(directory);
    check(tools, tools.oggenc(4.1, channels, rate, "-q", quality));
  }

  @Test
  void everyJointOfAnotherEncoderIsExact() throws Exception {
    VorbisTools tools = new VorbisTools(directory);
    check(tools, tools.ffmpegEncoder(4.1));
  }

  /** As Icecast serves a late listener: the headers, and pages from mid-stream on. */
  @Test
  void aLateListenersFilesAreExact() throws Exception {
    VorbisTools tools = new VorbisTools(directory);
    byte[] whole = tools.oggenc(8, 2, 44_100, "-q", "6");
    int[] pages = TestPages.pageOffsets(whole);
    int headers = 2 + pages.length / 3;
    byte[] late =
        MemoryOutput.join(
            Arrays.copyOf(whole, pages[2]),
            Arrays.copyOfRange(whole, pages[headers], whole.length));
    joinsExactly(tools, late);
  }

  /** The first page may say that its first samples are not to be played (Vorbis I, A.2). */
  @Test
  void aTrimmedBeginningStaysTrimmed() throws Exception {
    VorbisTools tools = new VorbisTools(directory);
    Collected stream = Collected.from(tools.oggenc(4, 2, 44_100, "-q", "4"));
    Packet first = stream.packets.get(1);
    stream.packets.set(1, new Packet(first.payload(), 0, first.sampleCount() - 100));
    byte[] whole = files(stream, List.of()).get(0);
    assertThat(tools.oggdec(whole).remaining() / 2).isEqualTo(4 * 44_100 - 100);
    assertThat(Collected.from(whole).packets)
        .extracting(Packet::sampleCount)
        .isEqualTo(stream.packets.stream().map(Packet::sampleCount).toList());
    assertThat(joined(files(stream, List.of(3, 8, 40)), tools::oggdec))
        .isEqualTo(tools.oggdec(whole));
  }

  private void check(VorbisTools tools, byte[] whole) throws Exception {
    assertThat(tools.complaints(whole)).isEmpty();
    joinsExactly(tools, whole);
  }

  private void joinsExactly(VorbisTools tools, byte[] whole) throws Exception {
    Collected stream = Collected.from(whole);
    assertThat(stream.skips).isEmpty();
    // two packets at the least: ffmpeg trims the end of a file with one page of audio
    List<Integer> cuts =
        List.of(1, 3, 5, 20, 21 + stream.packets.size() / 3, stream.packets.size() - 2);
    List<byte[]> files = files(stream, cuts);
    int from = 0;
    for (int i = 0; i < files.size(); i++) {
      int to = i < cuts.size() ? cuts.get(i) : stream.packets.size();
      long samples = stream.packets.subList(from, to).stream().mapToLong(Packet::sampleCount).sum();
      if (samples > 0) { // ffmpeg calls a file without any audio empty
        assertThat(tools.complaints(files.get(i))).as("file " + i).isEmpty();
      }
      try (FileChannel file = FileChannel.open(tools.write("inspect.ogg", files.get(i)))) {
        var report = new OggFormat().inspect(file);
        assertThat(report.faults()).as("file " + i).isEmpty();
        assertThat(report.sampleCount()).as("file " + i).isEqualTo(samples);
      }
      from = to;
    }
    assertThat(joined(files, tools::oggdec)).isEqualTo(tools.oggdec(whole));
    List<byte[]> audible = files.subList(cuts.get(0) == 1 ? 1 : 0, files.size());
    assertThat(joined(audible, tools::ffmpeg)).isEqualTo(tools.ffmpeg(whole));
  }

  private static List<byte[]> files(Collected stream, List<Integer> cuts) throws Exception {
    return OggSplit.files(stream.tracks.get(0), stream.packets, cuts);
  }

  @FunctionalInterface
  private interface Decoder {
    ShortBuffer decode(byte[] file) throws Exception;
  }

  private static ShortBuffer joined(List<byte[]> files, Decoder decoder) throws Exception {
    List<ShortBuffer> parts = new ArrayList<>();
    for (byte[] file : files) {
      parts.add(decoder.decode(file));
    }
    return Decoders.join(parts);
  }
}
