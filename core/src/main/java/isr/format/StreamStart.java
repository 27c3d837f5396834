package isr.format;

import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The first bytes of a stream, kept to say what it is when it turns out to hold no audio. */
final class StreamStart {
  private static final int KEPT_BYTES = 512;

  /** The sync word of LOAS, ISO/IEC 14496-3, 1.7.2: 11 bits. */
  private static final int LOAS_SYNC = 0x56E0;

  private final ByteBuffer head = ByteBuffer.allocate(KEPT_BYTES);
  private int oggMatched;
  private boolean oggSeen;

  /** Looks at more of the stream; position and limit stay. */
  void add(ByteBuffer bytes) {
    ByteBuffer from = bytes.duplicate();
    from.limit(from.position() + Math.min(from.remaining(), head.remaining()));
    head.put(from);
    for (int i = bytes.position(); i < bytes.limit() && !oggSeen; i++) {
      matchOgg(bytes.get(i));
    }
  }

  private void matchOgg(byte next) {
    if (next == "OggS".charAt(oggMatched)) {
      oggMatched++;
      oggSeen = oggMatched == 4;
    } else {
      oggMatched = next == 'O' ? 1 : 0;
    }
  }

  /** Whether a capture pattern of Ogg was anywhere. */
  boolean oggSeen() {
    return oggSeen;
  }

  /**
   * Why there is no audio.
   *
   * @param sought the formats that were looked for, as a user reads them
   * @param byteCount how much was looked through
   */
  IOException explain(String sought, long byteCount) {
    String text = text();
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return new MalformedMediaException(0, "expected audio, found an HTML page");
    }
    if (text.startsWith("#extm3u") || text.startsWith("[playlist]") || text.startsWith("http")) {
      return new MalformedMediaException(
          0, "expected audio, found a playlist (m3u or pls): give the address that stands in it");
    }
    String unsupported = sought.contains("FLAC") && isFlac() ? "" : unsupported();
    if (!unsupported.isEmpty()) {
      return new UnsupportedMediaException(unsupported + " is not supported as a stream");
    }
    if (isText()) {
      return new MalformedMediaException(0, "expected audio, found text");
    }
    String amount = byteCount < 1024 ? byteCount + " bytes" : byteCount / 1024 + " KB";
    return new MalformedMediaException(0, "no " + sought + " audio in the first " + amount);
  }

  /** Whether the stream begins as native FLAC does, with STREAMINFO (RFC 9639, section 8). */
  boolean isFlac() {
    return startsWith(0, "fLaC") && head.position() >= 8 && (head.getInt(4) & 0x7FFF_FFFF) == 34;
  }

  /** Whether the stream begins with a page of Ogg. */
  boolean isOgg() {
    return startsWith(0, "OggS");
  }

  private String unsupported() {
    if (startsWith(0, "fLaC")) {
      return "native FLAC";
    }
    if (startsWith(0, "RIFF") || startsWith(0, "RF64")) {
      return "WAV";
    }
    if (startsWith(4, "ftyp")) {
      return "MP4";
    }
    if (startsWith(0, "ADIF")) {
      return "AAC in ADIF";
    }
    boolean loas = head.position() >= 2 && (head.getShort(0) & 0xFFE0) == LOAS_SYNC;
    return loas ? "AAC in LATM" : "";
  }

  private boolean startsWith(int at, String mark) {
    for (int i = 0; i < mark.length(); i++) {
      if (at + i >= head.position() || head.get(at + i) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isText() {
    for (int i = 0; i < head.position(); i++) {
      int unit = head.get(i) & 0xFF;
      if (unit == 127 || (unit < ' ' && unit != '\n' && unit != '\r' && unit != '\t')) {
        return false;
      }
    }
    return head.position() > 0;
  }

  private String text() {
    String all = new String(head.array(), 0, head.position(), StandardCharsets.UTF_8);
    return all.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
  }
}
