package isr.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What players hear: files decoded to 16-bit samples, channels interleaved, as the programs decode
 * them by themselves (delay and padding applied, no dither, no resampling).
 */
public final class Decoders {
  private Decoders() {}

  /** Decoded by ffmpeg, which has to stay silent. */
  public static ShortBuffer ffmpeg(Path file) {
    Exec.Result result =
        Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "s16le", "-")
            .run()
            .orFail();
    if (!result.stderr().isEmpty()) {
      throw new AssertionError(result.toString());
    }
    return shorts(result.stdoutBytes());
  }

  /** Decoded by ffmpeg, whatever it says; for files that are damaged. */
  public static ShortBuffer ffmpegLenient(Path file) {
    return shorts(
        Exec.command("ffmpeg", "-v", "quiet", "-i", file.toString(), "-f", "s16le", "-")
            .run()
            .stdoutBytes());
  }

  /** Decoded by mpg123. */
  public static ShortBuffer mpg123(Path file) {
    return shorts(
        Exec.command("mpg123", "-q", "-s", "-e", "s16", file.toString())
            .run()
            .orFail()
            .stdoutBytes());
  }

  /** The largest difference between samples at the same place, as far as both go. */
  public static int largestDifference(ShortBuffer expected, ShortBuffer actual) {
    int largest = 0;
    for (int i = 0; i < Math.min(expected.remaining(), actual.remaining()); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i) - actual.get(i)));
    }
    return largest;
  }

  /** Decodes one after the other. */
  public static ShortBuffer join(List<ShortBuffer> parts) {
    int length = parts.stream().mapToInt(ShortBuffer::remaining).sum();
    ShortBuffer joined = ShortBuffer.allocate(length);
    parts.forEach(part -> joined.put(part.duplicate()));
    return joined.flip();
  }

  private static ShortBuffer shorts(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }
}
