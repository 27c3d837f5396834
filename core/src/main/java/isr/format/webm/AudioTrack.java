package isr.format.webm;

import isr.audio.SampleFormat;
import isr.format.ogg.OpusUnits;
import isr.format.timed.PcmUnits;
import isr.format.timed.TimedCodec;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.PcmTrack;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The track that is followed: the first one that holds audio of a codec that is done here (RFC
 * 9559, section 5.1.4).
 *
 * @param number that its blocks have
 * @param codec of its packets
 * @param numbers of all tracks
 */
record AudioTrack(long number, TimedCodec codec, Set<Long> numbers) {
  private static final int MAX_TRACKS = 128;
  private static final int TYPE_AUDIO = 2;
  private static final double MAX_RATE_HZ = 768_000;
  private static final int MAX_CHANNELS = 255;

  /**
   * Reads Tracks.
   *
   * @throws UnsupportedMediaException when no track is done here
   * @throws MediaLimitException when there are more than {@link #MAX_TRACKS}
   */
  static AudioTrack read(Elements tracks) throws IOException {
    StringBuilder others = new StringBuilder();
    Set<Long> numbers = new HashSet<>();
    Entry chosen = null;
    while (tracks.next()) {
      if (tracks.id() != Ids.TRACK_ENTRY) {
        continue;
      }
      Entry entry = new Entry(tracks);
      if (chosen == null && entry.isDone()) {
        chosen = entry;
      }
      if (entry.type == TYPE_AUDIO) {
        others.append(others.isEmpty() ? "" : ", ").append(entry.shownCodec());
      }
      numbers.add(entry.number);
      if (numbers.size() > MAX_TRACKS) {
        throw new MediaLimitException("WebM with more than " + MAX_TRACKS + " tracks");
      }
    }
    if (chosen == null) {
      throw unsupported(others.toString());
    }
    return new AudioTrack(chosen.number, chosen.codec(), Set.copyOf(numbers));
  }

  private static UnsupportedMediaException unsupported(String audioCodecs) {
    return new UnsupportedMediaException(
        audioCodecs.isEmpty()
            ? "WebM without an audio track is not supported"
            : "WebM with audio of codec " + audioCodecs + " is not supported: expected A_OPUS");
  }

  /** A TrackEntry (RFC 9559, section 5.1.4.1), with the defaults of what it leaves out. */
  private static final class Entry {
    private static final int MAX_SHOWN_CHARACTERS = 40;

    private final long offset;
    private long number;
    private long type;
    private String codecId = "";
    private boolean encoded;
    private @Nullable ByteBuffer codecPrivate;
    private double rateHz = 8000;
    private long channels = 1;
    private long bits;

    Entry(Elements tracks) throws MalformedMediaException {
      offset = tracks.offset();
      Elements fields = tracks.children();
      while (fields.next()) {
        switch (fields.id()) {
          case Ids.TRACK_NUMBER -> number = fields.number();
          case Ids.TRACK_TYPE -> type = fields.number();
          case Ids.CODEC_ID -> codecId = fields.text();
          case Ids.CODEC_PRIVATE -> codecPrivate = fields.data();
          case Ids.CONTENT_ENCODINGS -> encoded = true;
          case Ids.AUDIO -> audio(fields.children());
          default -> {}
        }
      }
    }

    private void audio(Elements fields) throws MalformedMediaException {
      while (fields.next()) {
        switch (fields.id()) {
          case Ids.SAMPLING_FREQUENCY -> rateHz = fields.real();
          case Ids.CHANNELS -> channels = fields.number();
          case Ids.BIT_DEPTH -> bits = fields.number();
          default -> {}
        }
      }
    }

    boolean isDone() {
      boolean linear = codecId.equals("A_PCM/INT/LIT") && (bits == 16 || bits == 24 || bits == 32);
      return type == TYPE_AUDIO && !encoded && (codecId.equals("A_OPUS") || linear);
    }

    String shownCodec() {
      String shown =
          codecId.codePoints().allMatch(c -> c > ' ' && c < 127) && !codecId.isEmpty()
              ? codecId.substring(0, Math.min(MAX_SHOWN_CHARACTERS, codecId.length()))
              : "unknown";
      String depth = codecId.startsWith("A_PCM") ? " of " + bits + " bits" : "";
      return shown + depth + (encoded ? " (compressed or encrypted)" : "");
    }

    TimedCodec codec() throws IOException {
      ByteBuffer head = codecPrivate;
      if (!codecId.equals("A_OPUS")) {
        return new PcmUnits(pcm());
      }
      if (head == null) {
        throw new MalformedMediaException(offset, "A_OPUS: expected OpusHead as CodecPrivate");
      }
      return OpusUnits.of(head, offset);
    }

    private PcmTrack pcm() throws IOException {
      boolean sane = rateHz >= 1 && rateHz <= MAX_RATE_HZ && channels > 0;
      if (!sane || channels > MAX_CHANNELS) {
        throw new MalformedMediaException(
            offset, "Audio: found " + rateHz + " Hz, " + channels + " channels");
      }
      UnsupportedMediaException.checkRate("PCM", (int) rateHz);
      return new PcmTrack((int) rateHz, (int) channels, SampleFormat.ofBits((int) bits));
    }
  }
}
