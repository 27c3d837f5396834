package isr.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. */
final class Spelling {
  /** Longer words are not looked up; nothing that is known is as long. */
  private static final int MAX_LENGTH = 64;

  /** So much of a word says which is meant: retry_delay for retry_delay_seconds. */
  private static final int MIN_PART = 4;

  private Spelling() {}

  /** The known word nearest to a written one, where one is near; case does not count. */
  static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String word = written.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> near(word, candidate.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.<String>comparingInt(
                    candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean near(String word, String candidate) {
    boolean partOf = word.length() >= MIN_PART && candidate.contains(word);
    boolean holds = candidate.length() >= MIN_PART && word.contains(candidate);
    int limit = Math.max(1, word.length() / 3);
    boolean alike = Math.abs(word.length() - candidate.length()) <= limit;
    return partOf || holds || (alike && distance(word, candidate) <= limit);
  }

  /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    least = Math.min(least, cost[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
