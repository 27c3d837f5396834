package isr.format;

import static org.assertj.core.api.Assertions.assertThat;

import isr.format.mp4.Mp4Framer;
import isr.format.webm.WebmFramer;
import isr.media.AdtsTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Muxer;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.testing.CollectingSink;
import isr.testing.Exec;
import isr.testing.MemoryOutput;
import isr.testing.Music;
import isr.testing.OggLinks;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ffmpeg makes live in the containers of browsers, against ffmpeg's own copy into Ogg. */
@RequiresTools({"ffmpeg", "opusinfo"})
class BrowserFilesIT {
  private static final List<String> OPUS = List.of("-c:a", "libopus", "-b:a", "96k");

  @TempDir Path directory;

  /**
   * One way to write Opus.
   *
   * @param extension of the file
   * @param options of ffmpeg
   */
  record Container(String extension, Function<FramerSink, Framer> framer, List<String> options) {
    @Override
    public String toString() {
      return extension + " " + String.join(" ", options);
    }
  }

  static Stream<Container> containers() {
    return Stream.of(
        webm("-f", "webm", "-live", "1"),
        webm("-f", "webm", "-live", "1", "-cluster_time_limit", "1000"),
        webm("-f", "webm", "-frame_duration", "60", "-cluster_time_limit", "200"),
        webm("-f", "matroska"),
        mp4("frag_keyframe+empty_moov+default_base_moof", "-frag_duration", "1000000"),
        mp4("empty_moov+frag_every_frame"),
        mp4("frag_keyframe+empty_moov", "-frame_duration", "60", "-frag_duration", "200000"));
  }

  private static Container mp4(String flags, String... options) {
    List<String> all = new ArrayList<>(List.of("-f", "mp4", "-movflags", flags));
    all.addAll(List.of(options));
    return new Container("mp4", Mp4Framer::new, all);
  }

  private static Container webm(String... options) {
    return new Container("webm", WebmFramer::new, List.of(options));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void givesThePacketsThatFfmpegCopies(Container container) throws Exception {
    Path file = encode(container);
    List<ByteBuffer> expected = copied(file);
    for (int pushed : List.of(1, 1400, 100_000_000)) {
      CollectingSink found = read(container, Files.readAllBytes(file), pushed);
      assertThat(found.skips()).isEmpty();
      assertThat(found.packets()).extracting(Packet::payload).isEqualTo(expected);
      assertThat(found.tracks()).hasSize(1);
      assertThat(((OpusTrack) found.tracks().get(0)).preSkip()).isEqualTo(312);
    }
  }

  @ParameterizedTest
  @MethodSource("containers")
  void opusinfoFindsNothingInTheMuxedFile(Container container) throws Exception {
    Path file = encode(container);
    CollectingSink found = read(container, Files.readAllBytes(file), 1400);
    Path ogg = Files.write(directory.resolve("muxed.opus"), mux(found));
    Exec.Result judged = Exec.command("opusinfo", ogg.toString()).run().orFail();
    assertThat(judged.stdout() + judged.stderr()).doesNotContain("WARNING", "ERROR");
    assertThat(judged.stdout()).contains("Playback length: 0m:12.000s");
  }

  @Test
  void makesTheFramesThatFfmpegCopiesIntoAdts() throws Exception {
    Container fragmented = mp4("frag_keyframe+empty_moov+default_base_moof");
    Path file = encode(fragmented, List.of("-c:a", "aac"));
    Path copied = directory.resolve("copied.aac");
    Exec.command("ffmpeg", "-v", "error", "-i", file.toString(), "-c", "copy", copied.toString())
        .run()
        .orFail();
    CollectingSink found = read(fragmented, Files.readAllBytes(file), 1400);
    assertThat(found.skips()).isEmpty();
    assertThat(found.tracks()).containsExactly(new AdtsTrack(false, 1, 44_100, 2));
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    found.packets().forEach(packet -> frames.writeBytes(packet.payload().array()));
    assertThat(frames.toByteArray()).isEqualTo(Files.readAllBytes(copied));
  }

  private Path encode(Container container) {
    return encode(container, OPUS);
  }

  private Path encode(Container container, List<String> codec) {
    List<String> options = new ArrayList<>(codec);
    options.addAll(container.options());
    Path file = directory.resolve("recorded." + container.extension());
    return Music.encode(file, options, 7, Duration.ofSeconds(12));
  }

  private List<ByteBuffer> copied(Path file) throws Exception {
    Path ogg = directory.resolve("copied.ogg");
    Exec.command("ffmpeg", "-v", "error", "-y", "-i", file.toString(), "-c", "copy", ogg.toString())
        .run()
        .orFail();
    return OggLinks.audio(Files.readAllBytes(ogg)).stream().map(StreamPacket::content).toList();
  }

  private static CollectingSink read(Container container, byte[] bytes, int pushed)
      throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer framer = container.framer().apply(sink);
    for (int at = 0; at < bytes.length; at += pushed) {
      framer.push(ByteBuffer.wrap(bytes, at, Math.min(pushed, bytes.length - at)));
      framer.release();
    }
    framer.end();
    return sink;
  }

  private static byte[] mux(CollectingSink found) throws Exception {
    MemoryOutput output = new MemoryOutput();
    SegmentInfo info =
        new SegmentInfo("test", ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    OpusTrack track = (OpusTrack) found.tracks().get(0);
    Muxer muxer = MediaFormats.forTrack(track).muxer(track, output, info);
    muxer.start(List.of());
    for (Packet packet : found.packets()) {
      muxer.write(packet);
    }
    muxer.finish();
    return output.bytes();
  }
}
