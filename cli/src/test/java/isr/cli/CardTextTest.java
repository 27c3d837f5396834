package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.recorder.CardStatus;
import isr.recorder.CardStatus.Channel;
import isr.recorder.SourceStatus;
import isr.recorder.SourceStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CardTextTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:01:40Z");
  private static final double NOTHING = Double.NEGATIVE_INFINITY;

  @Test
  void aBarShowsEachChannelAndANumberTheLoudest() {
    assertThat(text(card(0, OptionalDouble.empty(), channel(-56), channel(-11.96), channel(0))))
        .isEqualTo("  ▁▇█ 0.0 dB (rms -3.0)");
    assertThat(text(card(0, OptionalDouble.empty(), channel(-99), channel(-30.5))))
        .isEqualTo("  ▁▄ -30.5 dB (rms -33.5)");
  }

  @Test
  void clippingLossesAndDriftAreSaid() {
    Channel clipping = new Channel(0, -3, true, Optional.empty());
    assertThat(text(card(1, OptionalDouble.of(-9.6), clipping)))
        .isEqualTo("  █ 0.0 dB (rms -3.0) CLIP  1 loss  -10 ppm");
    assertThat(text(card(3, OptionalDouble.of(120), channel(-28))))
        .isEqualTo("  ▅ -28.0 dB (rms -31.0)  3 losses  +120 ppm");
  }

  @Test
  void silenceIsSaidWhenAllChannelsAreSilent() {
    Channel silent = new Channel(NOTHING, NOTHING, false, Optional.of(NOW.minusSeconds(95)));
    Channel later = new Channel(NOTHING, NOTHING, false, Optional.of(NOW.minusSeconds(65)));
    assertThat(text(card(0, OptionalDouble.empty(), silent, channel(-28))))
        .isEqualTo("  ·▅ -28.0 dB (rms -31.0)");
    assertThat(text(card(0, OptionalDouble.empty(), silent, later)))
        .isEqualTo("  ·· -inf dB (rms -inf) silent 00:01:05");
  }

  @Test
  void theFilesOfRoutesAreCounted() {
    assertThat(line(List.of(Path.of("/r/a_left.wav"), Path.of("/r/a_right.wav"))))
        .startsWith("mic              REC  a_left.wav +1  00:01:40  2.0 MB");
    assertThat(line(List.of(Path.of("/r/a.wav"))))
        .startsWith("mic              REC  a.wav  00:01:40");
    assertThat(line(List.of())).startsWith("mic              REC  -  ");
  }

  private static String line(List<Path> files) {
    SourceStatus status =
        new SourceStatus(
            "mic",
            "default",
            State.RECORDING,
            NOW.minusSeconds(100),
            files,
            Optional.of(NOW.minusSeconds(100)),
            2_000_000,
            2_000_000,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(card(0, OptionalDouble.empty(), channel(-28))));
    String line = StatusLines.line(status, NOW);
    assertThat(line).endsWith("0 gaps  ▅ -28.0 dB (rms -31.0)");
    return line;
  }

  private static Channel channel(double peakDbfs) {
    return new Channel(peakDbfs, peakDbfs - 3, false, Optional.empty());
  }

  private static CardStatus card(long losses, OptionalDouble driftPpm, Channel... channels) {
    return new CardStatus(List.of(channels), losses, driftPpm);
  }

  private static String text(CardStatus card) {
    StringBuilder line = new StringBuilder();
    CardText.append(line, card, NOW);
    return line.toString();
  }
}
