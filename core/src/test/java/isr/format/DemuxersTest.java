package isr.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MalformedMediaException;
import isr.media.SeekPoints;
import isr.media.Track;
import isr.testing.Decoders;
import isr.testing.Music;
import isr.testing.RequiresTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of all formats, as other programs write them, read from any place. */
class DemuxersTest {
  private static final int SECONDS = 24;

  @TempDir static Path directory;

  /** A kind of file; those of several links are put together of as many files. */
  record Kind(String name, List<String> options, int links) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Kind kind(String name, String... options) {
    return new Kind(name, List.of(options), 1);
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind("16.wav", "-c:a", "pcm_s16le"),
        kind("24.wav", "-c:a", "pcm_s24le"),
        kind("16.flac", "-c:a", "flac", "-sample_fmt", "s16"),
        kind("24.flac", "-c:a", "flac", "-sample_fmt", "s32"),
        kind("cbr.mp3", "-c:a", "libmp3lame", "-b:a", "128k"),
        kind("vbr.mp3", "-c:a", "libmp3lame", "-q:a", "2"),
        kind("untold.mp3", "-c:a", "libmp3lame", "-q:a", "2", "-write_xing", "0"),
        kind("lsf.mp3", "-c:a", "libmp3lame", "-b:a", "32k", "-ar", "22050", "-ac", "1"),
        kind("layer.mp2", "-c:a", "mp2", "-b:a", "192k"),
        kind("lc.aac", "-c:a", "aac", "-f", "adts"),
        kind("music.opus", "-c:a", "libopus", "-b:a", "128k"),
        kind("long.opus", "-c:a", "libopus", "-b:a", "64k", "-frame_duration", "60"),
        kind("vorbis.ogg", "-c:a", "libvorbis", "-q:a", "6"),
        kind("flac.oga", "-c:a", "flac", "-sample_fmt", "s16"),
        new Kind("chained.opus", List.of("-c:a", "libopus"), 3),
        new Kind("chained.ogg", List.of("-c:a", "libvorbis"), 3),
        new Kind("chained.oga", List.of("-c:a", "flac", "-sample_fmt", "s16"), 2));
  }

  private static Made file(Kind kind) throws IOException {
    Path file = directory.resolve(kind.name());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long samples = 0;
    for (int link = 0; link < kind.links(); link++) {
      Path part = directory.resolve("part-" + kind.name());
      List<String> options = new ArrayList<>(kind.options());
      if (kind.name().contains(".og")) {
        options.addAll(List.of("-serial_offset", "" + (link + 1)));
      }
      Music.encode(part, options, link + 1, Duration.ofSeconds(SECONDS / kind.links()));
      all.write(Files.readAllBytes(part));
      samples += Decoders.ffmpeg(part).remaining();
    }
    return new Made(Files.write(file, all.toByteArray()), samples);
  }

  /**
   * A file.
   *
   * @param samples of all channels that ffmpeg hears, link by link: it knows no chains
   */
  private record Made(Path path, long samples) {}

  /** A packet that was read, with what belongs to it. */
  private record Read(FilePacket packet, Track track) {}

  private static List<Read> readAll(Demuxer demuxer) throws IOException {
    List<Read> packets = new ArrayList<>();
    for (FilePacket next = demuxer.next(); next != null; next = demuxer.next()) {
      ByteBuffer own = ByteBuffer.allocate(next.payload().remaining());
      own.put(next.payload().duplicate()).flip();
      packets.add(
          new Read(
              new FilePacket(
                  own, next.position(), next.codedSamples(), next.skipped(), next.trimmed()),
              demuxer.track()));
    }
    return packets;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  @RequiresTools("ffmpeg")
  void whatIsReadFromAnyPlaceIsWhatIsReadFromTheStart(Kind kind) throws Exception {
    Made made = file(kind);
    Path path = made.path();
    try (FileChannel file = FileChannel.open(path)) {
      Demuxer demuxer = MediaFormats.forFile(path).orElseThrow().demuxer(file, SeekPoints.NONE);
      long channels = demuxer.track().channels();
      assertThat(demuxer.sampleCount()).isEqualTo(made.samples() / channels);
      List<Read> packets = readAll(demuxer);
      checkPositions(packets, demuxer.sampleCount());
      checkSeeks(demuxer, packets);
    }
  }

  private static void checkPositions(List<Read> packets, long sampleCount) {
    long position = 0;
    for (Read read : packets) {
      assertThat(read.packet().position()).isEqualTo(position);
      position = read.packet().endPosition();
    }
    assertThat(position).isEqualTo(sampleCount);
  }

  private static void checkSeeks(Demuxer demuxer, List<Read> packets) throws IOException {
    long count = demuxer.sampleCount();
    boolean pcm = demuxer.track().divisible();
    Map<Long, Integer> places = new HashMap<>();
    for (int i = packets.size() - 1; i >= 0; i--) {
      places.put(packets.get(i).packet().position(), i);
    }
    Random random = new Random(count);
    for (int i = 0; i < 60; i++) {
      long sample = i == 0 ? 0 : i == 1 ? count - 1 : random.nextLong(count);
      demuxer.seek(sample);
      FilePacket first = demuxer.next();
      assertThat(first).isNotNull();
      if (pcm) {
        assertThat(first.position()).isEqualTo(sample);
        continue;
      }
      int at = match(packets, places.get(first.position()), first);
      checkLeadIn(packets, at, sample);
      for (int j = at + 1; j < Math.min(at + 50, packets.size()); j++) {
        FilePacket next = demuxer.next();
        FilePacket expected = packets.get(j).packet();
        boolean anew = j == at + 1 && next != null && next.codedSamples() == 0;
        assertThat(next).isNotNull();
        assertThat(next.position()).as("after %d", sample).isEqualTo(expected.position());
        assertThat(next.payload()).isEqualTo(expected.payload());
        assertThat(anew || next.equals(expected)).isTrue();
      }
    }
    demuxer.seek(count);
    for (FilePacket rest = demuxer.next(); rest != null; rest = demuxer.next()) {
      assertThat(rest.endPosition()).isLessThanOrEqualTo(count);
    }
  }

  /** Packets without samples share a place: which of them it is. */
  private static int match(List<Read> packets, int from, FilePacket packet) {
    for (int i = Math.max(0, from - 1); i < packets.size(); i++) {
      if (packets.get(i).packet().payload().equals(packet.payload())) {
        return i;
      }
    }
    throw new AssertionError("a packet that is not there");
  }

  /** From the first packet on there is enough in front of the sample, or the link begins there. */
  private static void checkLeadIn(List<Read> packets, int first, long sample) {
    Track track = packets.get(first).track();
    assertThat(packets.get(first).packet().position()).isLessThanOrEqualTo(sample);
    int count = 0;
    long samples = 0;
    long bytes = 0;
    for (int i = first; packets.get(i).packet().endPosition() <= sample; i++) {
      count++;
      samples += packets.get(i).packet().codedSamples();
      bytes += packets.get(i).packet().payload().remaining();
    }
    boolean begins = first == 0 || packets.get(first - 1).track() != track;
    boolean enough =
        count >= track.leadIn().packets()
            && samples >= track.leadIn().samples()
            && bytes >= track.leadIn().bytes();
    assertThat(begins || enough).as("lead-in of sample %d: %d packets", sample, count).isTrue();
  }

  @Test
  @RequiresTools("ffmpeg")
  void aKnownPlaceSavesReadingUpToThere() throws Exception {
    Path path =
        file(kind("points.mp3", "-c:a", "libmp3lame", "-q:a", "2", "-write_xing", "0")).path();
    try (FileChannel file = FileChannel.open(path)) {
      List<Read> packets =
          readAll(MediaFormats.forFile(path).orElseThrow().demuxer(file, SeekPoints.NONE));
      long offset = file.size();
      for (int i = packets.size() - 1; i >= 300; i--) {
        offset -= packets.get(i).packet().payload().remaining();
      }
      long sample = packets.get(300).packet().position();
      long known = offset;
      for (long wrong : new long[] {0, 1}) {
        SeekPoints points = s -> Optional.of(new SeekPoints.Point(sample, known + wrong));
        Demuxer demuxer = MediaFormats.forFile(path).orElseThrow().demuxer(file, points);
        demuxer.seek(sample + 5 * 44_100);
        FilePacket first = demuxer.next();
        assertThat(first).isNotNull();
        assertThat(first.payload())
            .isEqualTo(
                packets.stream()
                    .map(Read::packet)
                    .filter(packet -> packet.position() == first.position())
                    .findFirst()
                    .orElseThrow()
                    .payload());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.wav", "a.flac", "a.mp3", "a.aac", "a.opus"})
  void whatIsNoAudioIsSaid(String name) throws Exception {
    Path path = Files.writeString(directory.resolve("no" + name), "no audio at all\n".repeat(999));
    try (FileChannel file = FileChannel.open(path)) {
      assertThat(
              catchThrowable(
                  () -> MediaFormats.forFile(path).orElseThrow().demuxer(file, SeekPoints.NONE)))
          .isInstanceOf(MalformedMediaException.class);
    }
  }
}
