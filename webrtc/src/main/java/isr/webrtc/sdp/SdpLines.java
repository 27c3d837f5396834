package isr.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;

/** The lines of a description, with the limits that hold for all of them. */
final class SdpLines {
  static final int MAX_CHARACTERS = 64 * 1024;
  static final int MAX_LINES = 2000;
  static final int MAX_LINE_CHARACTERS = 4096;

  private SdpLines() {}

  /** Splits at LF or CR LF (RFC 8866, section 5); empty lines are left out. */
  static List<String> split(String text) throws SdpException {
    check(text.length() <= MAX_CHARACTERS, "SDP of more than 64 KB");
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      end = end < 0 ? text.length() : end;
      String line = text.substring(at, end).stripTrailing();
      at = end + 1;
      check(line.length() <= MAX_LINE_CHARACTERS, "SDP line of more than 4096 characters");
      if (!line.isEmpty()) {
        lines.add(line);
      }
      check(lines.size() <= MAX_LINES, "SDP of more than 2000 lines");
    }
    return lines;
  }

  static void check(boolean holds, String otherwise) throws SdpException {
    if (!holds) {
      throw new SdpException(otherwise);
    }
  }
}
