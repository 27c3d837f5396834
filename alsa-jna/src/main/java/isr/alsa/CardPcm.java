package isr.alsa;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A capture PCM of a card.
 *
 * @param card index, which changes when cards come and go
 * @param device of the card
 * @param id of the card, such as {@code Device}
 * @param driver such as {@code USB-Audio}
 * @param cardName for people
 * @param pcmName for people
 */
record CardPcm(int card, int device, String id, String driver, String cardName, String pcmName) {
  private static final Pattern NAME =
      Pattern.compile("(?:plug)?hw:(?:CARD=)?([^,]+)(?:,(?:DEV=)?(\\d+))?.*");

  /** The name that does not change while the card keeps its id. */
  String name() {
    return "hw:CARD=" + id + ",DEV=" + device;
  }

  /** Whether it is of the card with that id or index. */
  boolean isOf(String card) {
    return card.equals(id) || card.equals(Integer.toString(this.card));
  }

  /** Whether a name of {@code hw} or {@code plughw} means it. */
  boolean isMeantBy(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        && isOf(matcher.group(1))
        && (matcher.group(2) == null || Integer.parseInt(matcher.group(2)) == device);
  }

  String description() {
    return pcmName.isBlank() || pcmName.equals(cardName) ? cardName : cardName + ", " + pcmName;
  }
}
