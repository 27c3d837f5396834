package isr.alsa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.audio.SampleFormat;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.testing.ChildProcess;
import isr.testing.Plugins;
import isr.testing.PulseServer;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A sound server behind the real libasound, which stands still, dies and comes back. */
@Execution(ExecutionMode.CONCURRENT)
@RequiresTools({"pulseaudio", "pactl", "paplay"})
class AlsaPulseIT {
  private static final int RATE = 44_100;

  @TempDir Path directory;

  @BeforeAll
  static void requirePlugin() throws IOException {
    Plugins.require("libasound_module_pcm_pulse.so");
  }

  @Test
  void recordsWhatIsPlayedToTheSample() throws Exception {
    Take take = new Take();
    try (PulseServer server = new PulseServer(directory)) {
      Recording recording = Recording.of(spec(server), take);
      take.awaitBatch();
      try (ChildProcess player = server.play(counter(5 * RATE))) {
        assertThat(player.exitCode(Duration.ofSeconds(20))).hasValue(0);
      }
      recording.stop();
    }
    CounterSignal signal = new CounterSignal(take.bytes());
    assertThat(take.gaps).isEmpty();
    // Between silence and silence: the server swallows the beginning of what it plays.
    List<CounterSignal.Jump> jumps =
        signal.jumps().stream().filter(jump -> signal.at(jump.sample()) != 0).toList();
    assertThat(jumps).hasSize(1);
    long begun = jumps.get(0).sample();
    assertThat(signal.at(begun)).isLessThan(RATE / 5);
    int last = 5 * RATE;
    assertThat(signal.at(begun + last - signal.at(begun))).isEqualTo(last);
  }

  @Test
  void aServerThatPausesIsNoFailure() throws Exception {
    Take take = new Take();
    try (PulseServer server = new PulseServer(directory)) {
      Recording recording = Recording.of(spec(server), take);
      take.awaitBatch();
      Thread.sleep(2000);
      server.freeze();
      Thread.sleep(2000);
      server.thaw();
      Thread.sleep(3000);
      recording.stop();
    }
    Take.Batch first = take.batches.get(5);
    Take.Batch last = take.batches.get(take.batches.size() - 1);
    double seconds = (last.nanos() - first.nanos()) / 1e9;
    assertThat((last.position() - first.position()) / (double) RATE)
        .isCloseTo(seconds, within(0.1));
    assertThat(seconds).isBetween(5.0, 9.0);
  }

  @Test
  void aServerThatStandsStillIsLeftBehindAndTriedAgain() throws Exception {
    try (PulseServer server = new PulseServer(directory)) {
      Take take = new Take();
      Recording recording = Recording.of(spec(server), take, Duration.ofSeconds(2));
      take.awaitBatch();
      server.freeze();
      assertRetried(recording.failure(Duration.ofSeconds(10)), "no samples for 2 s");
      Recording again = Recording.of(spec(server), new Take(), Duration.ofSeconds(2));
      assertRetried(again.failure(Duration.ofSeconds(10)), "answer");
      server.thaw();
      Thread.sleep(500);
      Take thawed = new Take();
      Recording.of(spec(server), thawed).runFor(Duration.ofSeconds(1));
      assertThat(thawed.samplesRead()).isGreaterThan(RATE / 2);
    }
  }

  @Test
  void stopsAtOnceThoughTheServerDoesNotAnswer() throws Exception {
    try (PulseServer server = new PulseServer(directory)) {
      server.freeze();
      Recording recording = Recording.of(spec(server), new Take());
      Thread.sleep(500);
      assertThat(recording.stop()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aServerThatDiesIsRecordedAgainWhenItIsBack() throws Exception {
    try (PulseServer server = new PulseServer(directory)) {
      Take take = new Take();
      Recording recording = Recording.of(spec(server), take);
      take.awaitBatch();
      server.kill();
      assertRetried(recording.failure(Duration.ofSeconds(5)), "has failed");
      Recording dead = Recording.of(spec(server), new Take());
      assertRetried(dead.failure(Duration.ofSeconds(5)), "the sound server does not answer");
      server.start();
      Take again = new Take();
      Recording.of(spec(server), again).runFor(Duration.ofSeconds(1));
      assertThat(again.samplesRead()).isGreaterThan(RATE / 2);
    }
  }

  private static void assertRetried(Throwable failure, String words) {
    assertThat(failure).isInstanceOf(CaptureException.class).hasMessageContaining(words);
    assertThat(((CaptureException) failure).retryable()).isTrue();
  }

  private static SoundcardSpec spec(PulseServer server) {
    return new SoundcardSpec(
        server.monitor(), Backend.ALSA, RATE, 2, SampleFormat.S16LE, true, Map.of());
  }

  /** A WAV file of a counter, 32 bits in two channels. */
  private Path counter(int samples) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + samples * 4).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + samples * 4);
    wav.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 2);
    wav.putInt(RATE).putInt(RATE * 4).putShort((short) 4).putShort((short) 16);
    wav.put("data".getBytes(US_ASCII)).putInt(samples * 4);
    for (int i = 0; i < samples; i++) {
      wav.putInt(i + 1);
    }
    return Files.write(directory.resolve("counter.wav"), wav.array());
  }
}
