package isr.media;

/**
 * What a repair made of a file that was never closed.
 *
 * @param sampleCount audible samples that the file now has
 * @param removedBytes bytes of an incomplete last unit that were cut off; 0 when there were none
 * @param changed whether anything in the file was changed
 */
public record Repair(long sampleCount, long removedBytes, boolean changed) {}
