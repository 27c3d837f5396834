package isr.analysis;

/**
 * A part of a recording that is loud.
 *
 * @param from in seconds from the beginning
 * @param to in seconds
 * @param rms of it, pauses included, 0 to 1
 * @param peak the largest absolute value in it
 */
public record LoudSection(double from, double to, double rms, double peak) {}
