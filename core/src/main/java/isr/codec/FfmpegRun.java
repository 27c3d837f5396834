package isr.codec;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MalformedMediaException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of {@code ffmpeg} that decodes a file, or what it gets on its standard input. It is
 * told what that is, and formats that would lead it elsewhere are not among them.
 */
final class FfmpegRun {
  /** AU: magic, offset of the data, size, encoding, rate, channels; 32 bits each, big-endian. */
  private static final int MAGIC = 0x2E736E64;

  private static final int HEADER_BYTES = 24;

  /** Floats of 32 bits. */
  private static final int ENCODING = 6;

  private static final int BLOCK_BYTES = 1 << 16;

  private final @Nullable Process process;
  private final @Nullable Thread feeder;
  private final int sampleRateHz;
  private final int channels;
  private final @Nullable DataInputStream samples;
  private float[] interleaved = new float[0];
  private byte[] bytes = new byte[0];
  private boolean unread = true;
  private long early;
  private boolean closed;
  private volatile @Nullable IOException failure;

  /** A run that gives nothing. */
  static FfmpegRun ended(int sampleRateHz, int channels) {
    return new FfmpegRun(sampleRateHz, channels);
  }

  private FfmpegRun(int sampleRateHz, int channels) {
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.process = null;
    this.feeder = null;
    this.samples = null;
  }

  /**
   * Starts a process, and waits for its first samples.
   *
   * @param program the beginning of the command
   * @param format of what it gets, by its name
   * @param first packet, a copy
   * @param demuxer gives the others, to a thread of this run until it is closed
   */
  static FfmpegRun ofPackets(List<String> program, String format, ByteBuffer first, Demuxer demuxer)
      throws IOException {
    return new FfmpegRun(command(program, "pipe", format, "pipe:0").start(), first, demuxer);
  }

  /** Starts a process that reads a file from its start, and waits for its first samples. */
  static FfmpegRun ofFile(List<String> program, String format, Path file) throws IOException {
    // From a pipe it does not know where the trimmed end of an MP3 file is.
    ProcessBuilder command = command(program, "file", format, "file:" + file);
    return new FfmpegRun(command.start(), null, null);
  }

  private static ProcessBuilder command(
      List<String> program, String protocol, String format, String input) {
    List<String> words = new ArrayList<>(program);
    words.addAll(
        List.of(
            "-nostdin",
            "-v",
            "error",
            "-protocol_whitelist",
            protocol + ",pipe",
            "-f",
            format,
            "-i",
            input,
            "-map",
            "0:a:0",
            "-f",
            "au",
            "-c:a",
            "pcm_f32be",
            "pipe:1"));
    return new ProcessBuilder(words).redirectError(Redirect.DISCARD);
  }

  private FfmpegRun(Process process, @Nullable ByteBuffer first, @Nullable Demuxer demuxer)
      throws IOException {
    this.process = process;
    this.feeder = first == null || demuxer == null ? null : feeder(process, first, demuxer);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), BLOCK_BYTES));
    this.samples = in;
    try {
      int[] header = header(in);
      this.sampleRateHz = header[4];
      this.channels = header[5];
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static int[] header(DataInputStream in) throws IOException {
    int[] header = new int[HEADER_BYTES / 4];
    try {
      for (int i = 0; i < header.length; i++) {
        header[i] = in.readInt();
      }
      in.skipNBytes(Math.max(0, header[1] - HEADER_BYTES));
    } catch (IOException e) {
      throw new MalformedMediaException(0, "ffmpeg can not decode what is in the file");
    }
    if (header[0] != MAGIC || header[3] != ENCODING || header[4] <= 0 || header[5] <= 0) {
      throw new IOException("ffmpeg gives something else than was asked for");
    }
    return header;
  }

  private Thread feeder(Process to, ByteBuffer first, Demuxer from) {
    Thread thread = new Thread(() -> feed(to, first, from), "isr-ffmpeg");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void feed(Process to, ByteBuffer first, Demuxer from) {
    try (OutputStream out = new BufferedOutputStream(to.getOutputStream(), BLOCK_BYTES)) {
      write(out, first);
      FilePacket packet = from.next();
      while (packet != null && to.isAlive()) {
        write(out, packet.payload());
        packet = from.next();
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

  /** Drops so many samples of those that come next. */
  void drop(long samples) {
    early = samples;
  }

  boolean next(SampleBlock block) throws IOException {
    while (read(block)) {
      int dropped = (int) Math.max(0, Math.min(block.count(), early));
      early -= dropped;
      block.narrow(dropped, block.count() - dropped);
      if (block.count() > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean read(SampleBlock block) throws IOException {
    DataInputStream in = samples;
    if (in == null || closed) {
      return false;
    }
    unread = false;
    if (bytes.length == 0) {
      bytes = new byte[Math.max(1, BLOCK_BYTES / (4 * channels)) * 4 * channels];
      interleaved = new float[bytes.length / 4];
    }
    int count = in.readNBytes(bytes, 0, bytes.length) / (4 * channels);
    if (count == 0) {
      throwFailure();
      return false;
    }
    FloatBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
    floats.get(interleaved, 0, count * channels);
    block.prepare(channels, count);
    for (int channel = 0; channel < channels; channel++) {
      float[] to = block.channel(channel);
      for (int i = 0, at = channel; i < count; i++, at += channels) {
        to[i] = interleaved[at];
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
    closed = true;
    if (process != null) {
      process.destroyForcibly();
      boolean interrupted = Thread.interrupted();
      while (!isGone(process, feeder)) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits; false when that was interrupted. */
  private static boolean isGone(Process killed, @Nullable Thread feeder) {
    try {
      if (feeder != null) {
        feeder.join();
      }
      killed.waitFor(1, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
