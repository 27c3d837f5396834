package isr.segment;

import isr.media.SongTitle;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was played in one file, and when, as a cue sheet: the format of CDRWIN's manual, appendix A,
 * in UTF-8, as foobar2000, mpv and VLC read it.
 *
 * <p>Times count from the file's first audible sample, in 75ths of a second, rounded down; minutes
 * may be more than 99. The format ends at 99 tracks: what is played after them is counted in a
 * remark and stands in the ledger only. It has no way to write a quotation mark in a text: an
 * apostrophe stands for it. One thread at a time.
 */
public final class CueSheet {
  /** The highest track number. */
  public static final int MAX_TRACKS = 99;

  private static final int FRAMES_PER_SECOND = 75;

  private final String source;
  private final ZonedDateTime start;
  private final int sampleRateHz;
  private final List<Track> tracks = new ArrayList<>();
  private String last = "";
  private int more;

  /** A title, and the samples before it. */
  private record Track(String text, long sample) {}

  /**
   * One without titles.
   *
   * @param start wall-clock time of the first audible sample
   */
  public CueSheet(String source, ZonedDateTime start, int sampleRateHz) {
    this.source = source;
    this.start = start;
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * A title begins. The one before it is dropped when it was not played for a 75th of a second.
   *
   * @param sample audible samples before it; not less than those of the last
   * @return whether the sheet has changed
   */
  public boolean title(String title, long sample) {
    String text = title.strip();
    if (text.isEmpty() || text.equals(last)) {
      return false;
    }
    last = text;
    boolean replaces = !tracks.isEmpty() && frames(lastSample()) == frames(sample);
    if (replaces) {
      tracks.remove(tracks.size() - 1);
    } else if (tracks.size() == MAX_TRACKS) {
      more++;
      return false;
    }
    tracks.add(new Track(text, sample));
    return true;
  }

  /** Whether there is no title in it. */
  public boolean isEmpty() {
    return tracks.isEmpty();
  }

  /** The file ends: titles from there on are not in it. */
  public void end(long samples) {
    tracks.removeIf(track -> track.sample() >= samples && track.sample() > 0);
  }

  /** The sheet for an audio file of that name. */
  public String text(String fileName) {
    StringBuilder text = new StringBuilder();
    line(text, "REM DATE " + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start));
    if (more > 0) {
      line(text, "REM COMMENT \"" + more + " more titles are in the ledger only\"");
    }
    line(text, "TITLE " + quoted(source));
    line(text, "FILE " + quoted(fileName) + " " + type(fileName));
    for (int i = 0; i < tracks.size(); i++) {
      track(text, i + 1, tracks.get(i));
    }
    return text.toString();
  }

  private void track(StringBuilder text, int number, Track track) {
    SongTitle song = SongTitle.parse(track.text());
    line(text, String.format(Locale.ROOT, "  TRACK %02d AUDIO", number));
    line(text, "    TITLE " + quoted(song.title()));
    song.performer().ifPresent(performer -> line(text, "    PERFORMER " + quoted(performer)));
    line(text, "    INDEX 01 " + time(frames(track.sample())));
  }

  private long lastSample() {
    return tracks.get(tracks.size() - 1).sample();
  }

  private long frames(long sample) {
    return sample / sampleRateHz * FRAMES_PER_SECOND
        + sample % sampleRateHz * FRAMES_PER_SECOND / sampleRateHz;
  }

  private static String time(long frames) {
    long seconds = frames / FRAMES_PER_SECOND;
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", seconds / 60, seconds % 60, frames % FRAMES_PER_SECOND);
  }

  /** MP3 for MPEG audio; whatever else a program must decode is WAVE, by custom. */
  private static String type(String fileName) {
    return fileName.matches("(?i).*\\.mp[123]") ? "MP3" : "WAVE";
  }

  private static String quoted(String text) {
    return '"' + text.replace('"', '\'').replaceAll("\\p{Cntrl}+", " ") + '"';
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
