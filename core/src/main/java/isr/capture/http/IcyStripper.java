package isr.capture.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the metadata out of a stream that carries some between its audio, as SHOUTcast and Icecast
 * do when asked with {@code Icy-MetaData: 1}.
 *
 * <pre>
 *   audio, icy-metaint bytes │ length, 1 byte │ text, 16 × length bytes │ audio, icy-metaint bytes …
 * </pre>
 *
 * There is no specification; this follows what Icecast 2.4 and SHOUTcast 1.9 send. Nothing that the
 * text holds can stop the audio. One thread; memory is at most one text of 4080 bytes.
 */
final class IcyStripper {
  /** A larger {@code icy-metaint} is nonsense: minutes of audio between two texts. */
  static final int MAX_INTERVAL = 16 << 20;

  private static final int LENGTH_UNIT = 16;

  /** Takes the two parts of the stream, in its order. */
  interface Output {
    /** Audio bytes, position to limit, lent for the call. */
    void audio(ByteBuffer bytes) throws IOException;

    /** What is being played from here on; empty when the server says so. Told when it changes. */
    void title(String title) throws IOException;
  }

  private final int interval;
  private final Output output;
  private final ByteBuffer text = ByteBuffer.allocate(255 * LENGTH_UNIT);
  private int audioLeft;
  private boolean inText;
  private String title = "";

  /**
   * A stripper at the first byte of a body.
   *
   * @param interval bytes of audio between two texts, 1 to {@link #MAX_INTERVAL}
   */
  IcyStripper(int interval, Output output) {
    if (interval < 1 || interval > MAX_INTERVAL) {
      throw new IllegalArgumentException("interval " + interval);
    }
    this.interval = interval;
    this.output = output;
    this.audioLeft = interval;
  }

  /**
   * Takes the next bytes of the body, position to limit, consumed; its limit is as before
   * afterwards. When the output throws, the stripper is spent.
   */
  void push(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (audioLeft > 0) {
        passAudio(bytes);
      } else if (inText) {
        takeText(bytes);
      } else {
        startText(bytes.get() & 0xFF);
      }
    }
  }

  private void passAudio(ByteBuffer bytes) throws IOException {
    int count = Math.min(audioLeft, bytes.remaining());
    ByteBuffer audio = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    audioLeft -= count;
    output.audio(audio);
  }

  private void startText(int length) {
    inText = length > 0;
    audioLeft = inText ? 0 : interval;
    text.clear().limit(length * LENGTH_UNIT);
  }

  private void takeText(ByteBuffer bytes) throws IOException {
    int count = Math.min(text.remaining(), bytes.remaining());
    text.put(text.position(), bytes, bytes.position(), count);
    text.position(text.position() + count);
    bytes.position(bytes.position() + count);
    if (!text.hasRemaining()) {
      inText = false;
      audioLeft = interval;
      tellTitle();
    }
  }

  private void tellTitle() throws IOException {
    String found = IcyText.title(text.flip()).orElse(title);
    if (!found.equals(title)) {
      title = found;
      output.title(found);
    }
  }
}
