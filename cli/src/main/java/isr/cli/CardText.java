package isr.cli;

import isr.recorder.CardStatus;
import isr.recorder.CardStatus.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a line says of a source of PCM: a bar for each channel's peak, the loudest peak and RMS in
 * dBFS, clipping, silence, losses, drift.
 */
final class CardText {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** What is below is the lowest bar; the steps from there to 0 dBFS are equal. */
  private static final double LOWEST_DBFS = -56;

  private CardText() {}

  static void append(StringBuilder line, CardStatus card, Instant now) {
    if (!card.channels().isEmpty()) {
      line.append("  ");
      card.channels().forEach(channel -> line.append(bar(channel)));
      line.append(' ').append(loudest(card, Channel::peakDbfs)).append(" dB");
      line.append(" (rms ").append(loudest(card, Channel::rmsDbfs)).append(')');
    }
    if (card.channels().stream().anyMatch(Channel::clips)) {
      line.append(" CLIP");
    }
    silentSince(card)
        .ifPresent(
            since ->
                line.append(" silent ").append(StatusLines.clock(Duration.between(since, now))));
    if (card.losses() > 0) {
      line.append("  ").append(card.losses()).append(card.losses() == 1 ? " loss" : " losses");
    }
    card.driftPpm().ifPresent(ppm -> line.append(String.format(Locale.ROOT, "  %+.0f ppm", ppm)));
  }

  /** A dot for digital silence. */
  private static char bar(Channel channel) {
    double peak = channel.peakDbfs();
    if (peak == Double.NEGATIVE_INFINITY) {
      return '·';
    }
    double step = -LOWEST_DBFS / (BARS.length() - 1);
    long index = Math.round((peak - LOWEST_DBFS) / step);
    return BARS.charAt((int) Math.max(0, Math.min(index, BARS.length() - 1)));
  }

  private static String loudest(CardStatus card, ToDoubleFunction<Channel> level) {
    double most =
        card.channels().stream().mapToDouble(level).max().orElse(Double.NEGATIVE_INFINITY);
    return most == Double.NEGATIVE_INFINITY ? "-inf" : String.format(Locale.ROOT, "%.1f", most);
  }

  /** Since when all channels are silent, if they are. */
  private static Optional<Instant> silentSince(CardStatus card) {
    boolean all = card.channels().stream().allMatch(channel -> channel.silentSince().isPresent());
    return all
        ? card.channels().stream()
            .flatMap(channel -> channel.silentSince().stream())
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }
}
