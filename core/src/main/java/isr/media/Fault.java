package isr.media;

/**
 * A rule that a file breaks.
 *
 * @param offset byte offset in the file
 * @param rule what was expected and what was found
 */
public record Fault(long offset, String rule) {}
