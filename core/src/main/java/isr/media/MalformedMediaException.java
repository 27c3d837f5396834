package isr.media;

import java.io.IOException;

/** The bytes break the rules of their format. */
public final class MalformedMediaException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * Says where and which rule.
   *
   * @param offset byte offset in the file or stream at which the rule is broken
   * @param rule what was expected and what was found, in the specification's notation
   */
  public MalformedMediaException(long offset, String rule) {
    super("at byte " + offset + ": " + rule);
    this.offset = offset;
  }

  /** Byte offset at which the rule is broken. */
  public long offset() {
    return offset;
  }
}
