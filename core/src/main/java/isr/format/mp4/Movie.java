package isr.format.mp4;

import isr.format.timed.TimedCodec;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code moov} (ISO/IEC 14496-12, 8.2.1): finds the first track that is done here. */
final class Movie {
  private static final int MAX_TRACKS = 128;

  /** What {@code trex} says of a track (8.8.3). */
  private record Defaults(long duration, long size) {}

  private final Map<Integer, Defaults> defaults = new HashMap<>();
  private boolean fragmented;
  private @Nullable Entry chosen;
  private int tracks;
  private String others = "";

  private Movie() {}

  /**
   * Reads it.
   *
   * @throws UnsupportedMediaException when no track is done here, or the file is not fragmented
   */
  static AudioTrack read(Boxes boxes) throws IOException {
    Movie movie = new Movie();
    while (boxes.next()) {
      if (boxes.is(Types.TRAK)) {
        movie.track(boxes.children());
      } else if (boxes.is(Types.MVEX)) {
        movie.extension(boxes.children());
      }
    }
    return movie.track();
  }

  private void extension(Boxes boxes) throws MalformedMediaException {
    fragmented = true;
    while (boxes.next()) {
      if (boxes.is(Types.TREX)) {
        ByteBuffer data = boxes.data(24);
        Defaults of =
            new Defaults(
                Integer.toUnsignedLong(data.getInt(12)), Integer.toUnsignedLong(data.getInt(16)));
        defaults.put(data.getInt(4), of);
      }
    }
  }

  private void track(Boxes boxes) throws IOException {
    if (++tracks > MAX_TRACKS) {
      throw new MediaLimitException("MP4 with more than " + MAX_TRACKS + " tracks");
    }
    Entry entry = new Entry();
    while (boxes.next()) {
      if (boxes.is(Types.TKHD)) {
        ByteBuffer data = boxes.data(84);
        entry.id = data.getInt(data.get(0) == 1 ? 20 : 12);
      } else if (boxes.is(Types.MDIA)) {
        entry.media(boxes.children());
      }
    }
    if (entry.sound && entry.codec != null && chosen == null) {
      chosen = entry;
    } else if (entry.sound && chosen == null) {
      others += (others.isEmpty() ? "" : ", ") + entry.format;
    }
  }

  private AudioTrack track() throws IOException {
    Entry entry = chosen;
    if (entry == null) {
      throw new UnsupportedMediaException(
          others.isEmpty()
              ? "MP4 without an audio track is not supported"
              : "MP4 with audio of codec " + others + " is not supported: expected Opus or mp4a");
    }
    if (!fragmented) {
      throw new UnsupportedMediaException(
          "MP4 that is not fragmented is not supported as a stream");
    }
    Defaults of = defaults.getOrDefault(entry.id, new Defaults(0, 0));
    return new AudioTrack(entry.id, entry.timescale, entry.codec(), of.duration(), of.size());
  }

  /** A track as it is read. */
  private static final class Entry {
    private int id;
    private boolean sound;
    private long timescale;
    private String format = "unknown";
    private @Nullable TimedCodec codec;

    /** {@code mdia} (8.4.1). */
    void media(Boxes boxes) throws IOException {
      while (boxes.next()) {
        if (boxes.is(Types.MDHD)) {
          ByteBuffer data = boxes.data(24);
          timescale = Integer.toUnsignedLong(data.getInt(data.get(0) == 1 ? 20 : 12));
          if (timescale == 0) {
            throw boxes.malformed("timescale: expected not 0");
          }
        } else if (boxes.is(Types.HDLR)) {
          sound = boxes.data(12).getInt(8) == Types.SOUN;
        } else if (boxes.is(Types.MINF)) {
          information(boxes.children());
        }
      }
      if (codec != null && timescale == 0) {
        throw boxes.malformed("expected a box mdhd");
      }
    }

    /** {@code minf}, {@code stbl} in it, and {@code stsd} in that. */
    private void information(Boxes boxes) throws IOException {
      while (boxes.next()) {
        if (boxes.is(Types.STBL)) {
          Boxes tables = boxes.children();
          while (tables.next()) {
            if (tables.is(Types.STSD)) {
              description(tables.childrenAfter(Boxes.FULL_BOX_BYTES + 4));
            }
          }
        }
      }
    }

    /** The first of the sample entries (8.5.2). */
    private void description(Boxes entries) throws IOException {
      if (codec == null && entries.next()) {
        format = entries.box().shown();
        codec = SampleEntry.codec(entries).orElse(null);
      }
    }

    TimedCodec codec() {
      if (codec == null) {
        throw new IllegalStateException("no codec");
      }
      return codec;
    }
  }
}
