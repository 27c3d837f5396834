package isr.capture;

/** The settings of one source, in a record of its provider's own; checked when made. */
public interface SourceSpec {
  /** The kind of source: {@code stream}, {@code tone}, {@code soundcard}. */
  String type();

  /** One line for logs and lists: a URL, a device. Never a password. */
  String description();
}
