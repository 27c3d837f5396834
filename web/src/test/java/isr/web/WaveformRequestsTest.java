package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import isr.audio.SampleFormat;
import isr.config.WebSettings;
import isr.format.wav.WavFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import isr.testing.Await;
import isr.testing.MemoryOutput;
import isr.web.RunningServer.Answer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Waveforms over HTTP, of a file of 8 kHz: 2 s of silence, 1 s at half of full scale, 1 s of
 * silence.
 */
class WaveformRequestsTest {
  private static final int RATE = 8000;

  @TempDir Path directory;
  private RunningServer running;
  private String parts = "";

  @BeforeEach
  void start() throws Exception {
    running = new RunningServer(directory, WebSettings.DEFAULT);
    Files.write(directory.resolve("a.wav"), wav(4));
    parts = "/api/recordings/" + directory.getFileName() + "/a.wav/";
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  /** Second 2 is a square wave, the others are silent. */
  private static byte[] wav(int seconds) throws Exception {
    MemoryOutput output = new MemoryOutput();
    PcmTrack track = new PcmTrack(RATE, 1, SampleFormat.S16LE);
    SegmentInfo info =
        new SegmentInfo("mic", RunningServer.START.atZoneSameInstant(ZoneOffset.UTC));
    Muxer muxer = new WavFormat().muxer(track, output, info);
    muxer.start(List.of());
    ByteBuffer pcm = ByteBuffer.allocate(2 * seconds * RATE).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < seconds * RATE; i++) {
      pcm.putShort((short) (i / RATE == 2 ? (i % 2 == 0 ? 16_384 : -16_384) : 0));
    }
    muxer.write(new Packet(pcm.flip(), 0, seconds * RATE));
    muxer.finish();
    return output.bytes();
  }

  private Answer ready(String query) throws Exception {
    Answer[] last = new Answer[1];
    Await.until(
        "the analysis",
        Duration.ofSeconds(20),
        () -> {
          last[0] = running.get(parts + "waveform" + query);
          return last[0].status() != 202;
        });
    return last[0];
  }

  private static JsonNode json(Answer answer) throws Exception {
    return Answers.JSON.readTree(answer.text());
  }

  @Test
  void anAnalysisIsBegunByTheFirstRequestAndTold() throws Exception {
    assertThat(running.get(parts + "waveform-peaks").status()).isEqualTo(409);
    Answer first = running.get(parts + "waveform");
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.text()).startsWith("{\"state\":\"working\",\"progress\":");
    JsonNode told = json(ready(""));
    assertThat(told.get("state").asText()).isEqualTo("ready");
    assertThat(told.get("duration").asDouble()).isEqualTo(4);
    assertThat(told.get("sampleRate").asInt()).isEqualTo(RATE);
    assertThat(told.get("channels").asInt()).isEqualTo(1);
    assertThat(told.get("growing").asBoolean()).isFalse();
    assertThat(told.get("threshold").asDouble()).isEqualTo(0.05);
    assertThat(told.get("peakDb").asDouble()).isEqualTo(-6.02);
    assertThat(told.get("rmsDb").asDouble()).isEqualTo(-12.04);
    assertThat(told.get("loudTotal").asInt()).isEqualTo(1);
    assertThat(told.get("loud").toString())
        .isEqualTo("[{\"from\":2.0,\"to\":3.0,\"rmsDb\":-6.02}]");
  }

  @Test
  void anotherThresholdNeedsNoNewAnalysis() throws Exception {
    ready("");
    Answer louder = running.get(parts + "waveform?threshold=0.6");
    assertThat(louder.status()).isEqualTo(200);
    assertThat(louder.text()).contains("\"threshold\":0.6", "\"loud\":[],\"loudTotal\":0");
    assertThat(running.get(parts + "waveform?threshold=2").status()).isEqualTo(400);
    assertThat(running.get(parts + "waveform?threshold=x").status()).isEqualTo(400);
  }

  @Test
  void pointsAreGivenOfAnyRange() throws Exception {
    ready("");
    JsonNode all = json(running.get(parts + "waveform-peaks?points=4"));
    assertThat(all.toString())
        .isEqualTo(
            "{\"from\":0.0,\"to\":4.0,\"points\":4,\"channels\":"
                + "[{\"min\":[0,-0.5,-0.5,0],\"max\":[0,0.5,0.5,0]}]}");
    JsonNode part = json(running.get(parts + "waveform-peaks?from=2.1&to=2.9&points=3"));
    assertThat(part.get("from").asDouble()).isEqualTo(2.1);
    assertThat(part.get("to").asDouble()).isEqualTo(2.9);
    assertThat(part.at("/channels/0/min").toString()).isEqualTo("[-0.5,-0.5,-0.5]");
    assertThat(running.get(parts + "waveform-peaks?from=3&to=2").status()).isEqualTo(400);
    assertThat(running.get(parts + "waveform-peaks?points=20001").status()).isEqualTo(400);
  }

  @Test
  void pointsThatAreKnownAreNotSentAgain() throws Exception {
    ready("");
    Answer first = running.get(parts + "waveform-peaks");
    String tag = first.header("ETag");
    assertThat(tag).isNotEmpty();
    Answer again = running.get(parts + "waveform-peaks", "If-None-Match: " + tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    Answer head = running.send("HEAD", parts + "waveform-peaks");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
  }

  @Test
  void aChangedFileHasAnotherVersion() throws Exception {
    String before = json(ready("")).get("version").asText();
    Path other = Files.write(directory.resolve("b.wav"), wav(3));
    Files.move(
        other, directory.resolve("a.wav"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    JsonNode after = json(ready(""));
    assertThat(after.get("version").asText()).isNotEqualTo(before);
    assertThat(after.get("duration").asDouble()).isEqualTo(3);
  }

  @Test
  void otherProgramsGetAudiowaveformsFiles() throws Exception {
    assertThat(running.get(parts + "waveform.dat").status()).isEqualTo(409);
    ready("");
    byte[] dat = running.bytes(parts + "waveform.dat?samplesPerPixel=8000");
    ByteBuffer in = ByteBuffer.wrap(dat).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(
            new int[] {
              in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt()
            })
        .containsExactly(2, 1, RATE, 8000, 4, 1);
    assertThat(dat).hasSize(24 + 2 * 4);
    assertThat(in.get(24 + 2 * 2)).isEqualTo((byte) -64);
    assertThat(in.get(24 + 2 * 2 + 1)).isEqualTo((byte) 64);
    assertThat(running.get(parts + "waveform.json?samplesPerPixel=8000").text())
        .startsWith(
            "{\"version\":2,\"channels\":1,\"sample_rate\":8000,\"samples_per_pixel\":8000,"
                + "\"bits\":8,\"length\":4,\"data\":[");
    assertThat(running.get(parts + "waveform.dat?samplesPerPixel=1").status()).isEqualTo(400);
  }

  @Test
  void whatCanNotBeDecodedIsTold() throws Exception {
    Files.write(directory.resolve("a.wav"), new byte[100]);
    Answer broken = ready("");
    assertThat(broken.status()).isEqualTo(422);
    assertThat(broken.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(broken.text()).contains("Can not be decoded", "expected a WAV file");
    assertThat(
            running
                .get("/api/recordings/" + directory.getFileName() + "/none.wav/waveform")
                .status())
        .isEqualTo(404);
  }
}
