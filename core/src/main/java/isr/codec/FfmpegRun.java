package isr.codec;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MalformedMediaException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of {@code ffmpeg} that decodes what the demuxer gives from some place on. */
final class FfmpegRun {
  /** AU: magic, offset of the data, size, encoding, rate, channels; 32 bits each, big-endian. */
  private static final int MAGIC = 0x2E736E64;

  private static final int HEADER_BYTES = 24;
  private static final int ENCODING_16 = 3;
  private static final int BLOCK_SAMPLES = 4096;
  private static final int PIPE_BYTES = 1 << 16;
  private static final float OF_16 = 1f / (1 << 15);

  private final @Nullable Process process;
  private final int sampleRateHz;
  private final int channels;
  private byte[] bytes = new byte[0];
  private boolean unread = true;
  private volatile @Nullable IOException failure;
  private @Nullable DataInputStream samples;

  private @Nullable Thread feeder;

  /** A run that gives nothing. */
  static FfmpegRun ended(int sampleRateHz, int channels) {
    return new FfmpegRun(sampleRateHz, channels);
  }

  private FfmpegRun(int sampleRateHz, int channels) {
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.process = null;
  }

  /**
   * Starts a process, and waits for its first samples.
   *
   * @param format of what it gets, by its name
   * @param first packet, a copy
   * @param demuxer gives the others, to a thread of this run until it is closed
   */
  static FfmpegRun start(Path program, String format, ByteBuffer first, Demuxer demuxer)
      throws IOException {
    List<String> command =
        List.of(
            program.toString(),
            "-nostdin",
            "-v",
            "error",
            "-f",
            format,
            "-i",
            "pipe:0",
            "-f",
            "au",
            "-c:a",
            "pcm_s16be",
            "pipe:1");
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    try {
      return new FfmpegRun(process, first, demuxer);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private FfmpegRun(Process process, ByteBuffer first, Demuxer demuxer) throws IOException {
    this.process = process;
    Thread thread = new Thread(() -> feed(process, first, demuxer), "isr-ffmpeg");
    thread.setDaemon(true);
    feeder = thread;
    thread.start();
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), PIPE_BYTES));
    samples = in;
    int[] header = new int[HEADER_BYTES / 4];
    try {
      for (int i = 0; i < header.length; i++) {
        header[i] = in.readInt();
      }
      in.skipNBytes(Math.max(0, header[1] - HEADER_BYTES));
    } catch (IOException e) {
      throw new MalformedMediaException(0, "ffmpeg can not decode what is in the file");
    }
    if (header[0] != MAGIC || header[3] != ENCODING_16 || header[4] <= 0 || header[5] <= 0) {
      throw new IOException("ffmpeg gives something else than was asked for");
    }
    sampleRateHz = header[4];
    channels = header[5];
  }

  private void feed(Process to, ByteBuffer first, Demuxer from) {
    try (OutputStream out = new BufferedOutputStream(to.getOutputStream(), PIPE_BYTES)) {
      write(out, first);
      while (to.isAlive()) {
        FilePacket packet = from.next();
        if (packet == null) {
          return;
        }
        write(out, packet.payload());
      }
    } catch (IOException e) {
      if (to.isAlive()) {
        failure = e;
      }
    }
  }

  private static void write(OutputStream out, ByteBuffer payload) throws IOException {
    byte[] copy = new byte[payload.remaining()];
    payload.get(payload.position(), copy);
    out.write(copy);
  }

  int sampleRateHz() {
    return sampleRateHz;
  }

  int channels() {
    return channels;
  }

  /** Whether nothing has been asked for. */
  boolean isUnread() {
    return unread;
  }

  boolean next(SampleBlock block) throws IOException {
    InputStream in = samples;
    if (in == null) {
      return false;
    }
    unread = false;
    if (bytes.length == 0) {
      bytes = new byte[2 * channels * BLOCK_SAMPLES];
    }
    int count = in.readNBytes(bytes, 0, bytes.length) / (2 * channels);
    if (count == 0) {
      throwFailure();
      return false;
    }
    block.prepare(channels, count);
    for (int channel = 0; channel < channels; channel++) {
      float[] to = block.channel(channel);
      for (int i = 0, at = 2 * channel; i < count; i++, at += 2 * channels) {
        to[i] = (bytes[at] << 8 | (bytes[at + 1] & 0xFF)) * OF_16;
      }
    }
    return true;
  }

  private void throwFailure() throws IOException {
    IOException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  /** Kills the process; the demuxer is free then. Idempotent. */
  void close() {
    Process killed = process;
    Thread ended = feeder;
    samples = null;
    if (killed == null || ended == null) {
      return;
    }
    killed.destroyForcibly();
    feeder = null;
    boolean interrupted = false;
    while (true) {
      try {
        ended.join();
        killed.waitFor(1, TimeUnit.SECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
