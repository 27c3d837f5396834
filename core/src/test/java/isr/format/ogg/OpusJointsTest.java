package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Packet;
import isr.media.Track;
import isr.testing.RequiresTools;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments decoded one after the other are the unsplit stream. */
@RequiresTools({"ffmpeg", "opusenc", "opusdec", "opusinfo", "oggz-validate"})
class OpusJointsTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0} ms packets, {1} channels, {2} kbit/s")
  @CsvSource({"20, 2, 128", "20, 1, 96", "60, 2, 128", "60, 1, 96", "2.5, 2, 160"})
  void musicIsExactAtEveryJoint(String frameSize, int channels, String bitRate) throws Exception {
    OpusTools tools = new OpusTools(directory);
    byte[] whole =
        tools.encodeMusic(5.3, channels, "--music", "--bitrate", bitRate, "--framesize", frameSize);
    assertThat(tools.complaints(whole)).isEmpty();
    Joints joints = new Joints("music, " + frameSize + " ms", tools, whole, 5);
    assertThat(joints.celt).as("packets in CELT mode").isEqualTo(1.0);
    assertThat(joints.complaints).isEmpty();
    joints.check(1);
  }

  @ParameterizedTest(name = "{0} ms packets, {1} kbit/s")
  @CsvSource({"20, 16", "60, 12", "40, 32"})
  void speechKeepsItsLength(String frameSize, String bitRate) throws Exception {
    OpusTools tools = new OpusTools(directory);
    byte[] whole =
        tools.encodeMusic(6, 1, "--speech", "--bitrate", bitRate, "--framesize", frameSize);
    Joints joints = new Joints("speech, " + frameSize + " ms", tools, whole, 4);
    assertThat(joints.celt).as("packets in CELT mode").isLessThan(0.5);
    assertThat(joints.complaints).isEmpty();
    joints.check(Short.MAX_VALUE);
  }

  /** One stream, cut at random packets, and what comes of it. */
  private static final class Joints {
    private final String label;
    private final OpusTools tools;
    private final byte[] whole;
    private final List<byte[]> files;
    final String complaints;
    final double celt;

    Joints(String label, OpusTools tools, byte[] whole, int cutCount) throws Exception {
      this.label = label;
      this.tools = tools;
      this.whole = whole;
      Collected stream = Collected.from(whole);
      Track track = stream.tracks.get(0);
      celt = stream.packets.stream().mapToInt(Joints::isCelt).average().orElseThrow();
      List<Integer> cuts =
          IntStream.concat(IntStream.of(1, 3), new Random(1).ints(4, stream.packets.size()))
              .distinct()
              .limit(cutCount)
              .sorted()
              .boxed()
              .toList();
      files = OggSplit.files(track, stream.packets, cuts);
      StringBuilder said = new StringBuilder();
      for (byte[] file : files) {
        said.append(tools.complaints(file));
      }
      complaints = said.toString();
    }

    /** Configs from 16 on (RFC 6716, table 2). */
    private static int isCelt(Packet packet) {
      return (packet.payload().get(0) & 0xff) >> 3 >= 16 ? 1 : 0;
    }

    void check(int tolerance) throws Exception {
      compare("opusdec", tools::opusdec, tolerance);
      compare("ffmpeg libopus", file -> tools.ffmpeg("libopus", file), tolerance);
      compare("ffmpeg opus", file -> tools.ffmpeg("opus", file), tolerance);
    }

    private void compare(String name, Decoder decoder, int tolerance) throws Exception {
      ShortBuffer expected = decoder.decode(whole);
      List<ShortBuffer> parts = new ArrayList<>();
      for (byte[] file : files) {
        parts.add(decoder.decode(file));
      }
      ShortBuffer actual = OpusTools.join(parts);
      assertThat(actual.remaining()).as(name).isEqualTo(expected.remaining());
      int difference = OpusTools.largestDifference(expected, actual);
      System.out.printf(
          "%s, %s: largest difference at joints %d of 32768%n", label, name, difference);
      assertThat(difference).as(name).isLessThanOrEqualTo(tolerance);
    }
  }

  @FunctionalInterface
  private interface Decoder {
    ShortBuffer decode(byte[] file) throws Exception;
  }
}
