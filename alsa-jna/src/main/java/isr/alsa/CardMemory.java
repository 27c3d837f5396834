package isr.alsa;

import isr.capture.CaptureException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which card a source recorded, so that {@code hw:1,0} goes on meaning that card when
 * others have come and gone, and that it could do what was asked. One thread at a time.
 */
final class CardMemory {
  private static final Pattern BY_INDEX = Pattern.compile("(plug)?hw:\\d+(,\\d+)?");

  private @Nullable Known known;

  /** What tells the cards of the same make that were there, too, when the card was first seen. */
  private List<List<String>> twins = List.of();

  private volatile boolean hasOpened;

  /**
   * A card as it is known.
   *
   * @param pcm where it is now
   * @param usbNames see {@link CardFiles#usbNames}
   */
  record Known(CardPcm pcm, List<String> usbNames) {
    /** Whether it is the same card, maybe somewhere else: its make, else its id. */
    boolean isSame(Known other) {
      return pcm.device() == other.pcm().device() && make().equals(other.make());
    }

    private String make() {
      return usbNames.isEmpty() ? pcm.id() : usbNames.get(usbNames.size() - 1);
    }
  }

  /** It was opened with these settings. */
  void opened() {
    hasOpened = true;
  }

  /** A failure, which is worth a retry if it has been opened like that before. */
  CaptureException judge(CaptureException failure) {
    return hasOpened && !failure.retryable()
        ? new CaptureException(String.valueOf(failure.getMessage()), true, failure)
        : failure;
  }

  /**
   * The name under which the card is to be opened.
   *
   * @param name of a PCM; only one by index is changed
   * @param cards that are there
   * @throws CaptureException when another card has the index, and the one that had it is absent
   */
  String follow(String name, List<Known> cards) throws CaptureException {
    Matcher matcher = BY_INDEX.matcher(name);
    if (!matcher.matches()) {
      return name;
    }
    Optional<Known> there = cards.stream().filter(card -> card.pcm().isMeantBy(name)).findFirst();
    Known before = known;
    if (before == null) {
      known = there.orElse(null);
      twins =
          cards.stream()
              .filter(
                  card -> there.filter(seen -> !seen.equals(card) && seen.isSame(card)).isPresent())
              .map(Known::usbNames)
              .toList();
      return name;
    }
    if (there.filter(before::equals).isPresent()) {
      return name;
    }
    String prefix = matcher.group(1) == null ? "" : matcher.group(1);
    return prefix + find(before, name, cards).pcm().name();
  }

  /** The card itself, or one that may be it in another socket: none that was there beside it. */
  private Known find(Known before, String name, List<Known> cards) throws CaptureException {
    List<Known> same = cards.stream().filter(before::isSame).toList();
    return same.stream()
        .filter(card -> card.usbNames().equals(before.usbNames()))
        .findFirst()
        .or(() -> same.stream().filter(card -> !twins.contains(card.usbNames())).findFirst())
        .orElseThrow(
            () ->
                CaptureException.absent(
                    "no such device: %s, which was %s"
                        .formatted(name, before.pcm().description())));
  }
}
