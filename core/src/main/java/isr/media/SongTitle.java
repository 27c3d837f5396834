package isr.media;

import java.util.Optional;

/**
 * What a station says it plays, in its parts. Nearly all write "Artist - Title"; what is not of
 * that form is a title as a whole.
 *
 * @param performer the part before the first " - "
 * @param title the rest; never blank where the text was not
 */
public record SongTitle(Optional<String> performer, String title) {
  /** Longer parts are cut. */
  public static final int MAX_CHARS = 200;

  private static final String SEPARATOR = " - ";

  /** Takes a text apart; control characters and runs of blanks become one blank. */
  public static SongTitle parse(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    int at = clean.indexOf(SEPARATOR);
    String performer = at < 0 ? "" : clean.substring(0, at).strip();
    String title = at < 0 ? clean : clean.substring(at + SEPARATOR.length()).strip();
    return performer.isEmpty() || title.isEmpty()
        ? new SongTitle(Optional.empty(), shortened(clean))
        : new SongTitle(Optional.of(shortened(performer)), shortened(title));
  }

  private static String shortened(String text) {
    int chars = Math.min(text.length(), MAX_CHARS);
    boolean splitsPair = chars > 0 && Character.isHighSurrogate(text.charAt(chars - 1));
    return text.substring(0, splitsPair ? chars - 1 : chars);
  }
}
