package isr.capture.http;

import isr.media.ShownText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text between the audio: {@code StreamTitle='…';StreamUrl='…';}, padded with zeros.
 *
 * <p>Quotes and semicolons inside a value are not escaped, so a value ends at the first {@code ';}
 * after which another name or nothing follows. The charset is not told: UTF-8 where it is valid,
 * else windows-1252, which is Latin-1 with the quotes and dashes that people type.
 */
final class IcyText {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** Possessive throughout, so that no text makes it slow. */
  private static final Pattern TITLE = Pattern.compile("(?i)StreamTitle\\s*+=\\s*+'");

  private static final Pattern END = Pattern.compile("';(?=\\s*+(?:\\w++\\s*+='|\\z))");

  private IcyText() {}

  /**
   * The title in the text; empty when the text says nothing about it, an empty title when it says
   * that there is none.
   *
   * @param text position to limit, consumed
   */
  static Optional<String> title(ByteBuffer text) {
    String decoded = decode(text);
    Matcher start = TITLE.matcher(decoded);
    return start.find() ? Optional.of(value(decoded.substring(start.end()))) : Optional.empty();
  }

  private static String value(String rest) {
    Matcher end = END.matcher(rest);
    String value = end.find() ? rest.substring(0, end.start()) : unterminated(rest);
    return ShownText.clean(value).strip();
  }

  /** Some servers leave out the last semicolon, or cut the text off. */
  private static String unterminated(String rest) {
    return rest.endsWith("'") ? rest.substring(0, rest.length() - 1) : rest;
  }

  /**
   * Text of a stranger, in whichever of the two charsets; zeros at its end are left out.
   *
   * @param text position to limit, consumed
   */
  static String decode(ByteBuffer text) {
    int end = text.limit();
    while (end > text.position() && text.get(end - 1) == 0) {
      end--;
    }
    ByteBuffer bytes = text.slice(text.position(), end - text.position());
    text.position(text.limit());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return WINDOWS_1252.decode(bytes).toString();
    }
  }
}
