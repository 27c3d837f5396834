package isr.capture;

import isr.audio.MonotonicClock;
import java.time.Duration;

/**
 * What a capture is given besides its own settings.
 *
 * @param sourceName for thread names and messages
 * @param clock the clock that {@link CaptureSink#batch} is told in
 * @param stall how long a connected source may be silent before that is a failure
 */
public record CaptureContext(String sourceName, MonotonicClock clock, Duration stall) {}
