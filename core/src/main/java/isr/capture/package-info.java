/**
 * Where audio comes from.
 *
 * <p>A {@link isr.capture.CaptureSource} is found by {@code ServiceLoader}; it opens a {@link
 * isr.capture.Capture} for a {@link isr.capture.SourceSpec}. A capture runs on the source's own
 * thread and tells a {@link isr.capture.CaptureSink} what arrives: track, packets, gaps, titles,
 * and after each run of packets that was read together, when it was read.
 */
@NullMarked
package isr.capture;

import org.jspecify.annotations.NullMarked;
