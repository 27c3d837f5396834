package isr.format.mpeg;

import isr.media.Framer;
import isr.media.MediaFormat;
import isr.media.Packet;
import isr.testing.CollectingSink;
import isr.testing.Exec;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes MP3 streams with lame: chords with attacks, a sweep and noise, without an encoder's tag.
 */
final class Mp3Source {
  private static final String LEFT =
      "0.25*sin(2*PI*(220+3*sin(2*PI*5*t))*t)*exp(-2*mod(t,0.5))"
          + "+0.2*sin(2*PI*554.37*t)*exp(-3*mod(t,0.75))+0.1*sin(2*PI*(800+300*t)*t)"
          + "+0.2*(random(0)-0.5)*exp(-3*mod(t,1))";
  private static final String RIGHT =
      "0.25*sin(2*PI*330*t)*exp(-2*mod(t+0.2,0.5))+0.2*sin(2*PI*659.26*t)*exp(-3*mod(t,0.3))"
          + "+0.1*(random(1)-0.5)";

  private final Path directory;

  Mp3Source(Path directory) {
    this.directory = directory;
  }

  /** Encodes; the options are lame's. */
  byte[] lame(double seconds, int rateHz, int channels, String... options) throws Exception {
    Path mp3 = directory.resolve("source.mp3");
    List<String> command = new ArrayList<>(List.of("lame", "--quiet", "-t"));
    command.addAll(List.of(options));
    command.addAll(List.of(wav(seconds, rateHz, channels).toString(), mp3.toString()));
    Exec.command(command).run().orFail();
    return Files.readAllBytes(mp3);
  }

  /** Encodes with ffmpeg; the options stand before the output. */
  byte[] ffmpeg(double seconds, int rateHz, int channels, String name, String... options)
      throws Exception {
    Path out = directory.resolve(name);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-i"));
    command.add(wav(seconds, rateHz, channels).toString());
    command.addAll(List.of(options));
    command.add(out.toString());
    Exec.command(command).run().orFail();
    return Files.readAllBytes(out);
  }

  Path wav(double seconds, int rateHz, int channels) {
    Path wav = directory.resolve("source.wav");
    String graph =
        "aevalsrc='%s%s':s=%d:d=%s"
            .formatted(LEFT, channels == 2 ? "|" + RIGHT : "", rateHz, seconds);
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            graph,
            "-c:a",
            "pcm_s16le",
            wav.toString())
        .run()
        .orFail();
    return wav;
  }

  /** The packets of a stream; what is in no frame is left out. */
  static List<Packet> packets(MediaFormat format, byte[] stream) throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer framer = format.framer(sink).orElseThrow();
    framer.push(ByteBuffer.wrap(stream));
    framer.end();
    return sink.packets();
  }
}
