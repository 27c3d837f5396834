package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.format.MediaFormats;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.Library;
import isr.library.TrackSummary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RepairCommandTest {
  /** Would clear the screen and begin a line. */
  private static final String HOSTILE = "a\u001b[2J\nb";

  private static final String CLEAN = "a?[2J?b";

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsNoNameRaw() throws Exception {
    Path torn = Files.write(directory.resolve(HOSTILE + ".wav"), tornWav());
    Path other = Files.write(directory.resolve(HOSTILE + ".txt"), new byte[10]);
    Path empty = Files.write(directory.resolve(HOSTILE + ".mp3"), new byte[0]);
    assertThat(run(new RepairCommand(), torn, other, empty)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains(CLEAN + ".wav: mended").doesNotContain("\u001b");
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(err.toString())
        .contains(CLEAN + ".txt: not mended: not a format that isr knows")
        .contains(CLEAN + ".mp3: not mended: no audio was found")
        .doesNotContain("\u001b");
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void checkPrintsNoNameRaw() throws Exception {
    Path torn = Files.write(directory.resolve(HOSTILE + ".wav"), tornWav());
    Path other = Files.write(directory.resolve(HOSTILE + ".txt"), new byte[10]);
    Path missing = directory.resolve(HOSTILE + ".mp3");
    assertThat(run(new CheckCommand(), torn, other, missing)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains(CLEAN + ".wav: wav (pcm").doesNotContain("\u001b");
    assertThat(err.toString())
        .contains(CLEAN + ".txt: not a format that isr knows")
        .contains(CLEAN + ".mp3: no such file")
        .doesNotContain("\u001b");
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void aLedgerThatCouldNotBeToldIsAFailure() throws Exception {
    Path file = Files.write(directory.resolve("x.wav"), tornWav());
    OffsetDateTime start = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    try (Library library = Library.open(directory, MediaFormats.namesByExtension())) {
      TrackSummary track = new TrackSummary("pcm", 8000, 1, OptionalInt.of(16));
      library.record(new SegmentOpened("x", start, "x.wav", "wav", start, 0, track, "s"));
      assertThat(library.settle(Duration.ofSeconds(20))).isTrue();
    }
    blockLedger();
    assertThat(run(new RepairCommand(), file)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("x.wav: mended");
    assertThat(run(new RepairCommand(), file)).isEqualTo(ExitCode.DONE);
  }

  /** No line of today, or of a tomorrow that begins meanwhile, can be written. */
  private void blockLedger() throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (int day = 0; day < 2; day++) {
      Path file = directory.resolve(".isr/ledger/" + today.plusDays(day) + ".jsonl");
      Files.createDirectories(file);
    }
  }

  private int run(Object command, Path... paths) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments = new String[paths.length];
    for (int i = 0; i < paths.length; i++) {
      arguments[i] = paths[i].toString();
    }
    return line.execute(arguments);
  }

  /** 16 bit mono of 100 samples, as arecord leaves it when it is killed. */
  private static byte[] tornWav() {
    ByteBuffer wav = ByteBuffer.allocate(244).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(-1).put(ascii("WAVEfmt ")).putInt(16).putShort((short) 1);
    wav.putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16);
    return wav.put(ascii("data")).putInt(-1).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
