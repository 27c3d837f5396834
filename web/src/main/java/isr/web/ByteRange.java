package isr.web;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first byte
 * @param length in bytes
 */
record ByteRange(long first, long length) {
  private static final Pattern SINGLE = Pattern.compile("\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

  /**
   * The part that a {@code Range} field asks for; empty when it is to be passed over: it names
   * another unit, several ranges, or none that makes sense.
   *
   * @param size of the file
   * @throws Problem 416 when none of it is in the file
   */
  static Optional<ByteRange> parse(String field, long size) {
    if (!field.regionMatches(true, 0, "bytes=", 0, 6)) {
      return Optional.empty();
    }
    Matcher range = SINGLE.matcher(field.substring(6));
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    return range.group(1).isEmpty()
        ? Optional.of(suffix(Long.parseLong(range.group(2)), size))
        : between(Long.parseLong(range.group(1)), range.group(2), size);
  }

  private static ByteRange suffix(long length, long size) {
    long served = Math.min(length, size);
    if (served == 0) {
      throw unsatisfiable(size);
    }
    return new ByteRange(size - served, served);
  }

  private static Optional<ByteRange> between(long first, String last, long size) {
    long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (end < first) {
      return Optional.empty();
    }
    if (first >= size) {
      throw unsatisfiable(size);
    }
    return Optional.of(new ByteRange(first, Math.min(end, size - 1) - first + 1));
  }

  private static Problem unsatisfiable(long size) {
    return new Problem(
        416,
        "Range not satisfiable",
        "The file has " + size + " bytes.",
        Map.of("Content-Range", "bytes */" + size));
  }

  /** As {@code Content-Range} has it. */
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
