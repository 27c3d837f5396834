package isr.format.wav;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.media.FileReport;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Repair;
import isr.media.SegmentInfo;
import isr.testing.Exec;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than 4 GB, which are holes for the most part. */
class WavLargeTest {
  private static final PcmTrack TRACK = new PcmTrack(192_000, 8, SampleFormat.S32LE);
  private static final SegmentInfo INFO =
      new SegmentInfo("mic", ZonedDateTime.parse("2026-11-21T23:59:59.5+01:00"));

  /** One call of the muxer; 3 s. */
  private static final int PIECE = 576_000;

  /** So many make the data chunk too large for its 32 bits. */
  private static final int PIECES = 234;

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE * TRACK.blockAlign());

  @TempDir Path directory;

  private FileChannel file;

  /** Appends by leaving a hole, but for the header. */
  private final class Holes implements MuxerOutput {
    private long length;

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      if (length == 0 || bytes.remaining() < 1000) {
        file.write(bytes.duplicate(), length);
      } else {
        file.write(ByteBuffer.allocate(1), length + bytes.remaining() - 1);
      }
      length += bytes.remaining();
      bytes.position(bytes.limit());
    }

    @Override
    public void patch(long offset, ByteBuffer bytes) throws IOException {
      file.write(bytes, offset);
    }

    @Override
    public long length() {
      return length;
    }
  }

  @BeforeEach
  void open() throws IOException {
    file =
        FileChannel.open(
            directory.resolve("large.wav"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  @Test
  void turnsIntoAnRf64InPlaceWhileItGrows() throws IOException {
    Muxer muxer = new WavFormat().muxer(TRACK, new Holes(), INFO);
    muxer.start(List.of());
    write(muxer, 0, PIECES - 1);
    assertThat(header().getInt(0)).isEqualTo(WavHeader.RIFF);
    assertThat(inspect().sampleCount()).isEqualTo((PIECES - 1L) * PIECE);
    write(muxer, PIECES - 1, PIECES);
    ByteBuffer header = header();
    assertThat(header.getInt(0)).isEqualTo(WavHeader.RF64);
    assertThat(header.getInt(4)).isEqualTo(WavHeader.IN_DS64);
    assertThat(header.getInt(12)).isEqualTo(WavHeader.DS64);
    assertThat(header.getLong(20)).isEqualTo(file.size() - 8);
    assertThat(header.getLong(28)).isEqualTo((long) PIECES * PIECE * TRACK.blockAlign());
    assertThat(header.getLong(36)).isEqualTo((long) PIECES * PIECE);
    assertThat(inspect().faults()).isEmpty();
    muxer.finish();
    FileReport report = inspect();
    assertThat(report.faults()).isEmpty();
    assertThat(report.sampleCount()).isEqualTo((long) PIECES * PIECE);
  }

  @Test
  @RequiresTools("ffprobe")
  void ffprobeReadsItsLengthAndTimeReference() throws IOException {
    whole();
    assertThat(probe("stream=duration_ts")).isEqualTo(Long.toString((long) PIECES * PIECE));
    assertThat(probe("format_tags=time_reference"))
        .isEqualTo(Long.toString(86_399L * 192_000 + 96_000));
    assertThat(probe("format_tags=date")).isEqualTo("2026-11-21");
  }

  @Test
  @RequiresTools({"flac", "metaflac"})
  void flacReadsItsEnd() throws IOException {
    whole();
    String end = directory.resolve("end.flac").toString();
    Exec.command(
            "flac",
            "--totally-silent",
            "--channel-map=none",
            "--skip=" + ((long) PIECES * PIECE - 1000),
            "--output-name=" + end,
            directory.resolve("large.wav").toString())
        .run()
        .orFail();
    String samples = Exec.command("metaflac", "--show-total-samples", end).run().orFail().stdout();
    assertThat(samples.strip()).isEqualTo("1000");
  }

  @Test
  void oneThatWasNeverClosedIsMended() throws IOException {
    Muxer muxer = new WavFormat().muxer(TRACK, new Holes(), INFO);
    muxer.start(List.of());
    write(muxer, 0, 1);
    for (int piece = 1; piece < PIECES; piece++) {
      muxer.write(piece(piece)); // the header is behind
    }
    assertThat(new WavFormat().repair(file)).isEqualTo(new Repair((long) PIECES * PIECE, 0, true));
    assertThat(header().getInt(0)).isEqualTo(WavHeader.RF64);
    assertThat(inspect().faults()).isEmpty();
  }

  private void whole() throws IOException {
    Muxer muxer = new WavFormat().muxer(TRACK, new Holes(), INFO);
    muxer.start(List.of());
    write(muxer, 0, PIECES);
    muxer.finish();
  }

  private static void write(Muxer muxer, int from, int to) throws IOException {
    for (int piece = from; piece < to; piece++) {
      muxer.write(piece(piece));
      muxer.refreshHeader();
    }
  }

  private static Packet piece(int number) {
    return new Packet(ZEROS.duplicate(), (long) number * PIECE, PIECE);
  }

  private FileReport inspect() throws IOException {
    return new WavFormat().inspect(file);
  }

  private ByteBuffer header() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    file.read(header, 0);
    return header.flip();
  }

  private String probe(String entry) {
    return Exec.command(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            entry,
            "-of",
            "csv=p=0",
            directory.resolve("large.wav").toString())
        .run()
        .orFail()
        .stdout()
        .strip();
  }
}
