package isr.capture;

import java.util.OptionalDouble;

/**
 * How a soundcard does besides its samples.
 *
 * @param losses how often samples were lost since it was opened: overruns, jumps, suspends
 * @param driftPpm by how many parts in a million the card's clock is faster than the system's;
 *     empty while that is not known
 */
public record CardReport(long losses, OptionalDouble driftPpm) {}
