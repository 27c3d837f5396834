package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static org.assertj.core.api.Assertions.assertThat;

import isr.media.FileReport;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.testing.RequiresTools;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our checker and those of others agree; files under way play. */
@RequiresTools({"ffmpeg", "opusenc", "opusdec", "opusinfo", "oggz-validate"})
class OpusCheckersTest {
  @TempDir static Path directory;

  private static OpusTools tools;
  private static byte[] whole;
  private static Collected stream;

  @BeforeAll
  static void encode() throws Exception {
    tools = new OpusTools(directory);
    whole = tools.encodeMusic(6, 2, "--music", "--bitrate", "128", "--max-delay", "300");
    stream = Collected.from(whole);
  }

  /** One way to break a file. */
  enum Breakage {
    NO_END {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return Arrays.copyOf(file, pages[pages.length - 1]);
      }
    },
    CUT_IN_A_PAGE {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return Arrays.copyOf(file, pages[pages.length - 1] + 60);
      }
    },
    PAGE_MISSING {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return without(file, pages[8], pages[9]);
      }
    },
    FIRST_AUDIO_MISSING {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return without(file, pages[2], pages[5]);
      }
    },
    BYTE_DAMAGED {
      @Override
      byte[] of(byte[] file, int[] pages) {
        byte[] damaged = file.clone();
        damaged[pages[8] + 99] ^= 1;
        return damaged;
      }
    },
    BYTES_BETWEEN {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return join(
            Arrays.copyOf(file, pages[8]),
            new byte[50],
            Arrays.copyOfRange(file, pages[8], file.length));
      }
    },
    GRANULE_BACK {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return granule(file, pages, 5);
      }
    },
    GRANULE_AHEAD {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return granule(file, pages, 10_000_000);
      }
    },
    SAME_LINK_TWICE {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return join(file, file);
      }
    },
    HEADERS_ONLY {
      @Override
      byte[] of(byte[] file, int[] pages) {
        return Arrays.copyOf(file, pages[2]);
      }
    };

    abstract byte[] of(byte[] file, int[] pages);

    private static byte[] without(byte[] file, int from, int to) {
      return join(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
    }

    private static byte[] granule(byte[] file, int[] pages, long granule) {
      byte[] page = Arrays.copyOfRange(file, pages[8], pages[9]);
      OggPage.putLong(page, OggPage.GRANULE, granule);
      return join(
          Arrays.copyOf(file, pages[8]),
          TestPages.withChecksum(page),
          Arrays.copyOfRange(file, pages[9], file.length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allFindTheBrokenFileBroken(Breakage breakage) throws Exception {
    byte[] broken = breakage.of(whole, TestPages.pageOffsets(whole));
    assertThat(inspect(broken).good()).isFalse();
    assertThat(tools.complaints(broken)).isNotEmpty();
  }

  @Test
  void allFindTheWholeFileGood() throws Exception {
    assertThat(inspect(whole).faults()).isEmpty();
    assertThat(tools.complaints(whole)).isEmpty();
    assertThat(inspect(whole).sampleCount()).isEqualTo(6 * 48_000);
  }

  @Test
  void allFindAChainOfOursGood() throws Exception {
    MemoryOutput output = new MemoryOutput();
    for (int link = 0; link < 3; link++) {
      OggMuxer muxer = new OggMuxer(stream.tracks.get(0), output, OggSplit.info(0));
      muxer.start(List.of());
      for (Packet packet : stream.packets.subList(100 * link, 100 * link + 100)) {
        muxer.write(packet);
      }
      muxer.finish();
    }
    // ffmpeg 5.1 looks for the end of a chain of more than 64 KiB, remarks on it and reads it well.
    assertThat(tools.complaints(output.bytes()).lines())
        .allMatch(line -> line.contains("failed to create or replace stream"));
    assertThat(inspect(output.bytes()).faults()).isEmpty();
    int samples = (int) inspect(output.bytes()).sampleCount();
    assertThat(tools.opusdec(output.bytes()).remaining() / 2).isEqualTo(samples);
    assertThat(tools.ffmpeg("libopus", output.bytes()).remaining() / 2).isEqualTo(samples);
  }

  @Test
  void aGrowingFilePlays() throws Exception {
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(stream.tracks.get(0), output, OggSplit.info(0));
    muxer.start(stream.packets.subList(60, 100));
    int audible = 0;
    for (Packet packet : stream.packets.subList(100, 200)) {
      muxer.write(packet);
      audible += packet.sampleCount();
      if (audible % (24 * 960) == 0) {
        muxer.flush();
        assertThat(onlyTheEndIsMissing(tools.complaints(output.bytes()))).isTrue();
        assertThat(tools.ffmpeg("libopus", output.bytes()).remaining() / 2).isEqualTo(audible);
        assertThat(tools.opusdec(output.bytes()).remaining() / 2).isEqualTo(audible);
      }
    }
  }

  /** As Icecast serves a late listener: the headers, and pages from mid-stream on. */
  @Test
  void aLateListenersFilesAreExact() throws Exception {
    int[] pages = TestPages.pageOffsets(whole);
    byte[] joined =
        join(Arrays.copyOf(whole, pages[2]), Arrays.copyOfRange(whole, pages[9], whole.length));
    Collected late = Collected.from(joined);
    assertThat(late.skips).isEmpty();
    assertThat(late.packets.get(0).samplePosition()).isZero();
    List<byte[]> files = OggSplit.files(late.tracks.get(0), late.packets, List.of(40, 41, 133));
    int samples = 0;
    StringBuilder complaints = new StringBuilder();
    for (byte[] file : files) {
      complaints.append(tools.complaints(file));
      samples += tools.opusdec(file).remaining() / 2;
    }
    assertThat(complaints).isEmpty();
    long sent = late.packets.get(late.packets.size() - 1).endPosition();
    int preSkip = ((OpusTrack) late.tracks.get(0)).preSkip();
    assertThat(samples).isEqualTo((int) sent - preSkip);
  }

  /** opusinfo calls it normal for live streams, oggz-validate an error. */
  private static boolean onlyTheEndIsMissing(String complaints) {
    return complaints
        .lines()
        .allMatch(
            line ->
                line.contains("EOS not set")
                    || line.contains("missing *** eos")
                    || line.startsWith("oggz-validate"));
  }

  private static FileReport inspect(byte[] bytes) throws Exception {
    try (FileChannel file = FileChannel.open(tools.write("inspect.opus", bytes))) {
      return new OggFormat().inspect(file);
    }
  }
}
