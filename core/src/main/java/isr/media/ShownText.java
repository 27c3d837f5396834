package isr.media;

/** Text of strangers, made fit for a terminal or a log line: titles, names of files, answers. */
public final class ShownText {
  /** Parts of words in some scripts, and of composed emoji. */
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private ShownText() {}

  /** The whole text in one line, as {@link #clean(String, int)} makes it. */
  public static String clean(String text) {
    return clean(text, text.length());
  }

  /**
   * The text in one line: control and format characters, line separators and lone surrogates become
   * {@code ?}.
   *
   * @param limit UTF-16 units kept; what is longer ends in an ellipsis
   */
  public static String clean(String text, int limit) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), limit));
    text.codePoints()
        .takeWhile(c -> shown.length() < limit)
        .forEach(c -> shown.appendCodePoint(isShown(c) ? c : '?'));
    return text.length() > limit ? shown.append('…').toString() : shown.toString();
  }

  private static boolean isShown(int codePoint) {
    return codePoint == ZERO_WIDTH_JOINER
        || codePoint == ZERO_WIDTH_NON_JOINER
        || !isInvisible(codePoint);
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
