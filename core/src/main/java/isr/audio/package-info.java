/**
 * Samples: how one is stored, how many there are, and when they were heard.
 *
 * <p>A <em>sample count</em> is per channel. A <em>sample position</em> counts from the first
 * sample of a track. Time comes in through {@link isr.audio.MonotonicClock} and {@code
 * java.time.InstantSource}; nothing here asks the system for it.
 */
@NullMarked
package isr.audio;

import org.jspecify.annotations.NullMarked;
