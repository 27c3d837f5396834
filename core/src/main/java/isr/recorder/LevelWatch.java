package isr.recorder;

import isr.audio.Level;
import isr.audio.LevelMeter;
import isr.media.Packet;
import isr.media.PcmTrack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how loud a source of PCM is: levels for the status, a warning of clipping and of digital
 * silence, which a card gives whose cable is out or whose capture switch is off.
 */
final class LevelWatch {
  /** Of silence, before it is warned of. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  /** In half a second; one or two samples at full scale may be just as loud as they were. */
  static final int FEWEST_CLIPPED = 3;

  /** Between two warnings of clipping. */
  static final Duration CLIPPING_SPACING = Duration.ofMinutes(10);

  /** How long clipping is shown. */
  static final Duration CLIPPING_SHOWN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(LevelWatch.class);

  private final String source;
  private final StatusBoard status;
  private @Nullable PcmTrack track;
  private @Nullable LevelMeter meter;
  private List<Channel> channels = List.of();
  private long clipped;
  private @Nullable Instant clippingTold;

  /** What is remembered of a channel. */
  private static final class Channel {
    private @Nullable Instant silentSince;
    private @Nullable Instant clippedAt;
    private boolean silenceTold;
  }

  LevelWatch(String source, StatusBoard status) {
    this.source = source;
    this.status = status;
  }

  /**
   * The packets that follow are of this track; of the same as before, what is known still holds.
   */
  void track(PcmTrack next) {
    if (!next.equals(track)) {
      channels = IntStream.range(0, next.channels()).mapToObj(i -> new Channel()).toList();
    }
    track = next;
    meter = new LevelMeter(next.format(), next.channels());
  }

  /**
   * Takes what was heard.
   *
   * @param until when the last of it was
   */
  void add(Packet packet, Instant until) {
    LevelMeter measuring = meter;
    PcmTrack pcm = track;
    if (measuring == null || pcm == null) {
      return;
    }
    ByteBuffer payload = packet.payload();
    measuring.add(payload);
    if (2 * measuring.samples() >= pcm.sampleRateHz()) {
      long nanos = measuring.samples() * 1_000_000_000L / pcm.sampleRateHz();
      measured(measuring.take(), until.minusNanos(nanos), until);
    }
  }

  private void measured(List<Level> levels, Instant from, Instant until) {
    List<CardStatus.Channel> shown = new ArrayList<>(levels.size());
    for (int i = 0; i < levels.size(); i++) {
      shown.add(measured(levels.get(i), channels.get(i), from, until));
    }
    status.levels(shown);
    watchSilence(until);
    watchClipping(levels, until);
  }

  private static CardStatus.Channel measured(
      Level level, Channel channel, Instant from, Instant until) {
    if (!level.isSilent()) {
      channel.silentSince = null;
    } else if (channel.silentSince == null) {
      channel.silentSince = from;
    }
    if (clips(level)) {
      channel.clippedAt = until;
    }
    boolean clips = isWithin(channel.clippedAt, until, CLIPPING_SHOWN);
    return new CardStatus.Channel(
        level.peakDbfs(), level.rmsDbfs(), clips, Optional.ofNullable(channel.silentSince));
  }

  private static boolean clips(Level level) {
    return level.clipped() >= FEWEST_CLIPPED;
  }

  private void watchSilence(Instant now) {
    List<Integer> silent = new ArrayList<>();
    List<Integer> back = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      boolean longSilent =
          channel.silentSince != null && !isWithin(channel.silentSince, now, SILENCE);
      if (longSilent && !channel.silenceTold) {
        silent.add(i);
      } else if (channel.silentSince == null && channel.silenceTold) {
        back.add(i);
      }
      channel.silenceTold = longSilent;
    }
    if (!silent.isEmpty()) {
      LOG.warn("{}: {} digital silence for {} s now", source, gives(silent), SILENCE.toSeconds());
    }
    if (!back.isEmpty()) {
      LOG.info("{}: {} sound again", source, gives(back));
    }
  }

  private void watchClipping(List<Level> levels, Instant now) {
    List<Integer> clipping =
        IntStream.range(0, levels.size()).filter(i -> clips(levels.get(i))).boxed().toList();
    clipped += levels.stream().mapToLong(Level::clipped).sum();
    if (clipping.isEmpty() || isWithin(clippingTold, now, CLIPPING_SPACING)) {
      return;
    }
    clippingTold = now;
    LOG.warn(
        "{}: {} samples at full scale, {} since the last warning: too loud?",
        source,
        gives(clipping),
        clipped);
    clipped = 0;
  }

  private String gives(List<Integer> which) {
    if (which.size() == channels.size()) {
      return "the source gives";
    }
    return which.stream()
        .map(i -> Integer.toString(i + 1))
        .collect(Collectors.joining(", ", "channel ", " gives"));
  }

  private static boolean isWithin(@Nullable Instant then, Instant now, Duration length) {
    return then != null && Duration.between(then, now).compareTo(length) < 0;
  }
}
