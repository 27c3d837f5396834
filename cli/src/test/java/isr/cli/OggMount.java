package isr.cli;

import isr.testing.Exec;
import isr.testing.Icecast;
import isr.testing.LiveSource;
import isr.testing.Music;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The mounts of {@link OggBarsIT}: what they carry, and the programs that send it. */
enum OggMount {
  /** ffmpeg, one link. */
  VORBIS("vorbis", "libvorbis -q:a 4"),
  /** ffmpeg, CELT, packets of 20 ms. */
  OPUS20("opus", "libopus -b:a 128k -ar 48000"),
  /** ffmpeg, CELT, packets of 60 ms. */
  OPUS60("opus", "libopus -b:a 128k -ar 48000 -frame_duration 60"),
  /** ffmpeg, SILK and hybrid, packets of 60 ms. */
  SPEECH60("opus", "libopus -b:a 20k -ar 48000 -ac 1 -application voip -frame_duration 60"),
  /** ffmpeg, one link. */
  FLAC("flac", "flac -sample_fmt s16"),
  /** ices2, a link for each file it plays. */
  VORBISCHAIN("vorbis", ""),
  /** ezstream, a link for each file it plays. */
  OPUSCHAIN("opus", ""),
  /** liquidsoap, a link for each title. */
  FLACCHAIN("flac", "");

  /** Of one file that is played. */
  static final Duration SONG = Duration.ofSeconds(5);

  private final String codec;
  private final String ffmpegCodec;

  OggMount(String codec, String ffmpegCodec) {
    this.codec = codec;
    this.ffmpegCodec = ffmpegCodec;
  }

  /** Vorbis, opus or flac. */
  String codec() {
    return codec;
  }

  /** Whether a link follows another. */
  boolean isChain() {
    return ffmpegCodec.isEmpty();
  }

  /** Its mount. */
  String mount() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Begins to send. */
  LiveSource start(Icecast icecast, Path directory, int songs) {
    return switch (this) {
      case VORBISCHAIN -> ices(icecast, directory, songs);
      case OPUSCHAIN -> ezstream(icecast, directory, songs);
      case FLACCHAIN -> liquidsoap(icecast, directory, songs);
      default -> {
        List<String> options = new ArrayList<>(List.of("-c:a"));
        options.addAll(List.of(ffmpegCodec.split(" ", -1)));
        options.addAll(List.of("-f", "ogg", "-page_duration", "300000"));
        yield LiveSource.start(icecast, mount(), options, "audio/ogg", seed());
      }
    };
  }

  private LiveSource ices(Icecast icecast, Path directory, int songs) {
    Path list = playlist(directory, songs, "libvorbis -q:a 4 -ar 44100", "ogg");
    Path config =
        write(
            directory.resolve(mount() + ".xml"),
            """
            <ices>
              <background>0</background>
              <logpath>%s</logpath><logfile>ices.log</logfile><consolelog>1</consolelog>
              <stream>
                <metadata><name>test</name></metadata>
                <input>
                  <module>playlist</module>
                  <param name="type">basic</param><param name="file">%s</param>
                  <param name="random">0</param><param name="once">1</param>
                </input>
                <instance>
                  <hostname>127.0.0.1</hostname><port>%d</port>
                  <password>%s</password><mount>/%s</mount>
                </instance>
              </stream>
            </ices>
            """
                .formatted(directory, list, icecast.port(), Icecast.PASSWORD, mount()));
    return LiveSource.startProgram("ices2", config.toString());
  }

  private LiveSource ezstream(Icecast icecast, Path directory, int songs) {
    Path list = playlist(directory, songs, "libopus -b:a 96k -ar 48000", "opus");
    Path config =
        write(
            directory.resolve(mount() + ".xml"),
            """
            <ezstream>
              <servers><server>
                <hostname>127.0.0.1</hostname><port>%d</port><password>%s</password>
              </server></servers>
              <streams><stream>
                <mountpoint>/%s</mountpoint><format>Ogg</format>
              </stream></streams>
              <intakes><intake>
                <type>playlist</type><filename>%s</filename><stream_once>yes</stream_once>
              </intake></intakes>
            </ezstream>
            """
                .formatted(icecast.port(), Icecast.PASSWORD, mount(), list));
    return LiveSource.startProgram("ezstream", "-c", config.toString());
  }

  private LiveSource liquidsoap(Icecast icecast, Path directory, int songs) {
    Path list = playlist(directory, songs, "flac -sample_fmt s16 -ar 44100", "flac");
    Path script =
        write(
            directory.resolve(mount() + ".liq"),
            """
            settings.init.allow_root.set(true)
            settings.log.file.set(false)
            settings.log.stdout.set(true)
            s = playlist(mode="normal", loop=false, reload_mode="never", "%s")
            output.icecast(
              %%ogg(%%flac(samplerate=44100, channels=2, compression=5, bits_per_sample=16)),
              host="127.0.0.1", port=%d, password="%s", mount="%s", format="audio/ogg", mksafe(s))
            """
                .formatted(list, icecast.port(), Icecast.PASSWORD, mount()));
    return LiveSource.startProgram("liquidsoap", script.toString());
  }

  private Path playlist(Path directory, int songs, String codec, String extension) {
    StringBuilder list = new StringBuilder();
    for (int i = 1; i <= songs; i++) {
      Path file = directory.resolve(mount() + "-song" + i + "." + extension);
      List<String> options = new ArrayList<>(List.of("-c:a"));
      options.addAll(List.of(codec.split(" ", -1)));
      options.addAll(List.of("-metadata", "ARTIST=Band", "-metadata", "TITLE=" + title(i)));
      Music.encode(file, options, seed() + i, SONG);
      list.append(file).append('\n');
    }
    return write(directory.resolve(mount() + ".m3u"), list.toString());
  }

  /** Of its music; songs count on from there. */
  private int seed() {
    return Math.floorMod(name().hashCode(), 100) * 100;
  }

  private String title(int song) {
    return mount() + " " + song;
  }

  private static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the checkers say of a file, which holds some links; but for the MD5 of FLAC, which is
   * unknown where nothing is decoded.
   */
  List<String> complaints(Path file, List<Path> links) {
    List<String> complaints = new ArrayList<>();
    switch (codec) {
      case "vorbis" -> complaints.addAll(Judges.faults("ogginfo", file.toString()));
      case "opus" -> complaints.addAll(Judges.faults("opusinfo", file.toString()));
      default ->
          links.forEach(
              link -> complaints.addAll(Judges.all("flac", "-s", "-t", "--ogg", link.toString())));
    }
    complaints.addAll(Judges.all("oggz-validate", file.toString()));
    links.forEach(link -> complaints.addAll(Judges.ffmpegComplaints(link)));
    complaints.removeIf(complaint -> complaint.contains("cannot check MD5 signature since"));
    return complaints;
  }

  /** The programs that decode it: the codec's own, and ffmpeg. */
  List<String> decoders() {
    return switch (codec) {
      case "vorbis" -> List.of("oggdec", "ffmpeg");
      case "opus" -> List.of("opusdec", "ffmpeg");
      default -> List.of("ffmpeg");
    };
  }

  /** One link decoded. */
  static short[] decode(String decoder, Path link) {
    return switch (decoder) {
      case "oggdec" ->
          Judges.samples(Exec.command("oggdec", "-Q", "-R", "-o", "-", link.toString()));
      case "opusdec" -> Judges.opusdec(link);
      default ->
          Judges.samples(
              Exec.command(
                  "ffmpeg", "-nostdin", "-v", "quiet", "-i", link.toString(), "-f", "s16le", "-"));
    };
  }

  /** Values at the start of a stream that is joined, until Opus has settled: 640 ms. */
  int settling() {
    return codec.equals("opus") ? 2 * 30_720 : 0;
  }

  /** CELT may differ by rounding. */
  int tolerance() {
    return codec.equals("opus") ? 1 : 0;
  }

  /** SILK and hybrid converge slowly: there the number of samples is exact, the rest measured. */
  boolean isExact(JointAccount account) {
    return this == SPEECH60 ? account.isComplete() : account.isExact();
  }
}
