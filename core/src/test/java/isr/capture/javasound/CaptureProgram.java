package isr.capture.javasound;

import isr.audio.MonotonicClock;
import isr.audio.SampleFormat;
import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Captures {@code default}, stereo at 44,100 Hz, in a process that has an environment of its own.
 * Arguments: bits, for how many milliseconds, the file for the samples. What else it is told it
 * prints.
 */
final class CaptureProgram implements CaptureSink {
  private final OutputStream pcm;
  private final Runnable onConnected;
  private long samples;

  private CaptureProgram(OutputStream pcm, Runnable onConnected) {
    this.pcm = pcm;
    this.onConnected = onConnected;
  }

  public static void main(String[] arguments) throws Exception {
    SoundcardSpec spec =
        new SoundcardSpec(
            "default",
            Backend.JAVASOUND,
            44_100,
            2,
            SampleFormat.ofBits(Integer.parseInt(arguments[0])),
            true,
            Map.of());
    CaptureContext context =
        new CaptureContext("mic", MonotonicClock.system(), Duration.ofSeconds(5));
    try (OutputStream pcm = Files.newOutputStream(Path.of(arguments[2]));
        Capture capture = new JavaSoundSource().open(spec, context)) {
      capture.run(new CaptureProgram(pcm, () -> closeAfter(capture, arguments[1])));
      say("ended");
    } catch (CaptureException e) {
      say((e.retryable() ? "retryable: " : "final: ") + e.getMessage());
    }
    System.exit(0);
  }

  private static void closeAfter(Capture capture, String millis) {
    new Timer(true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                say("closing");
                capture.close();
              }
            },
            Long.parseLong(millis));
  }

  private static void say(String line) {
    System.out.println(line);
  }

  @Override
  public void connected(String details) {
    say("connected " + details);
    onConnected.run();
  }

  @Override
  public void track(Track track) {
    say("track " + track);
  }

  @Override
  public void packet(Packet packet) throws IOException {
    ByteBuffer payload = packet.payload().duplicate();
    Channels.newChannel(pcm).write(payload);
    samples += packet.sampleCount();
  }

  @Override
  public void skipped(Skip skip) {
    say("skip " + skip.lostSamples() + " " + skip.cause());
  }

  @Override
  public void title(String title) {}

  @Override
  public void batch(long arrivalNanos) {
    say("batch " + samples + " " + arrivalNanos);
  }
}
