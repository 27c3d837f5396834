package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
import isr.testing.Exec;
import isr.testing.RequiresTools;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our checker and those of others agree on files of Vorbis and FLAC, whole and broken. */
@RequiresTools({"ffmpeg", "flac", "oggenc", "ogginfo", "oggz-validate"})
class OggCheckersTest {
  @TempDir static Path directory;

  private static final Map<Codec, byte[]> FILES = new EnumMap<>(Codec.class);

  /** What is in the file, and what judges it beside oggz-validate and ffmpeg. */
  enum Codec {
    VORBIS("ogginfo"),
    FLAC("flac -s -t --ogg");

    private final String checker;

    Codec(String checker) {
      this.checker = checker;
    }
  }

  @BeforeAll
  static void encode() throws Exception {
    VorbisTools tools = new VorbisTools(directory);
    FILES.put(Codec.VORBIS, tools.oggenc(8, 2, 44_100, "-q", "6"));
    Path oga = directory.resolve("source.oga");
    Path wav = directory.resolve("source.wav"); // oggenc's
    Exec.command("flac", "-s", "-f", "--ogg", "-o", oga.toString(), wav.toString()).run().orFail();
    FILES.put(Codec.FLAC, Files.readAllBytes(oga));
  }

  @ParameterizedTest
  @EnumSource
  void allFindTheWholeFileGood(Codec codec) throws Exception {
    byte[] whole = FILES.get(codec);
    assertThat(inspect(whole).faults()).isEmpty();
    assertThat(inspect(whole).sampleCount()).isEqualTo(8 * 44_100);
    assertThat(complaints(codec, whole)).isEmpty();
  }

  /** But for bytes between the pages of FLAC, which none of the others remarks on. */
  static Stream<Arguments> broken() {
    return Stream.of(Codec.values())
        .flatMap(
            codec ->
                Stream.of(OpusCheckersTest.Breakage.values())
                    .filter(
                        breakage ->
                            codec != Codec.FLAC
                                || breakage != OpusCheckersTest.Breakage.BYTES_BETWEEN)
                    .map(breakage -> Arguments.of(codec, breakage)));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void allFindTheBrokenFileBroken(Codec codec, OpusCheckersTest.Breakage breakage)
      throws Exception {
    byte[] whole = FILES.get(codec);
    byte[] broken = breakage.of(whole, TestPages.pageOffsets(whole));
    assertThat(inspect(broken).good()).isFalse();
    assertThat(complaints(codec, broken)).isNotEmpty();
  }

  private static String complaints(Codec codec, byte[] bytes) throws Exception {
    String path = Files.write(directory.resolve("judge.ogg"), bytes).toString();
    StringBuilder said = new StringBuilder();
    List<String> checker = List.of((codec.checker + " " + path).split(" ", -1));
    for (List<String> command :
        List.of(
            checker,
            List.of("oggz-validate", path),
            List.of("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-"))) {
      Exec.Result result = Exec.command(command).run();
      said.append(result.exitCode() == 0 ? "" : command.get(0) + " fails\n");
      (result.stdout() + result.stderr())
          .lines()
          .filter(line -> line.matches(".*(WARNING|ERROR|serialno).*"))
          .forEach(line -> said.append(line).append('\n'));
    }
    return said.toString();
  }

  private static FileReport inspect(byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve("inspect.ogg"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      return new OggFormat().inspect(file);
    }
  }
}
