package isr.web;

import isr.library.RecordingQuery.Cursor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of all roots, which goes by time, then root, then id.
 *
 * @param place in its root's list
 * @param root index of the root
 */
record PageCursor(Cursor place, int root) {
  private static final Pattern FORM =
      Pattern.compile("(-?\\d{1,18}|\\d{19})_(\\d{1,4})_(\\d{1,18})");

  static PageCursor parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw Problem.badRequest("cursor: expected one of an earlier answer");
    }
    try {
      Cursor place = new Cursor(Long.parseLong(form.group(1)), Long.parseLong(form.group(3)));
      return new PageCursor(place, Integer.parseInt(form.group(2)));
    } catch (NumberFormatException e) {
      throw Problem.badRequest("cursor: expected one of an earlier answer");
    }
  }

  static String text(Cursor place, int root) {
    return place.nanos() + "_" + root + "_" + place.id();
  }

  /** The same place in the list of another root. */
  Cursor within(int index) {
    if (index == root) {
      return place;
    }
    return new Cursor(place.nanos(), index > root ? Long.MAX_VALUE : Long.MIN_VALUE + 1);
  }

  static int compare(Cursor a, int rootOfA, Cursor b, int rootOfB) {
    int byTime = Long.compare(b.nanos(), a.nanos());
    int byRoot = byTime != 0 ? byTime : Integer.compare(rootOfA, rootOfB);
    return byRoot != 0 ? byRoot : Long.compare(b.id(), a.id());
  }
}
