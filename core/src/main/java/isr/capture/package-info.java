/**
 * Where audio comes from.
 *
 * <p>A {@link isr.capture.CaptureSource} is found by {@code ServiceLoader}; it opens a {@link
 * isr.capture.Capture} for a {@link isr.capture.SourceSpec}. It tells a {@link
 * isr.capture.CaptureSink} what arrives: track, packets, gaps, titles, and after each run of
 * packets that was read together, when it was read. A capture that blocks, such as a sound card's,
 * does that on a thread of its own; a {@link isr.capture.SteppedCapture} does it in steps on
 * threads that it shares with others.
 */
@NullMarked
package isr.capture;

import org.jspecify.annotations.NullMarked;
