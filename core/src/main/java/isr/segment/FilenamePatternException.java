package isr.segment;

/** A file name pattern that can not be used. */
public final class FilenamePatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int position;

  FilenamePatternException(int position, String problem) {
    super(problem + " at character " + position);
    this.position = position;
  }

  /** The character at fault, counted from 1. */
  public int position() {
    return position;
  }
}
