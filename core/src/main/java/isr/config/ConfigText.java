package isr.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.tomlj.TomlPosition;

/**
 * The text of a configuration file: UTF-8 (TOML 1.0, section Spec), a byte order mark is skipped.
 */
final class ConfigText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private ConfigText() {}

  /** The text; each byte that is no UTF-8 becomes U+FFFD, and the first of them is told. */
  static String decode(byte[] bytes, Problems problems) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      tell(out.flip().toString(), bytes[in.position()], problems);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static void tell(String before, byte wrong, Problems problems) {
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    problems.add(
        TomlPosition.positionAt(line, column),
        List.of(),
        String.format(Locale.ROOT, "expected UTF-8, found the byte 0x%02X", wrong & 0xFF));
  }
}
