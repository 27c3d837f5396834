/**
 * Recording: one session per source, from connecting to the last byte of the last segment.
 *
 * <p>{@link isr.recorder.Recorder} starts a {@link isr.recorder.SourceSession} for each source, as
 * a job of the common {@link isr.recorder.Workers}, which goes on in steps; a capture that blocks
 * gets a thread of its own, and a {@link isr.recorder.BatchQueue} to another one that does the rest
 * ({@link isr.recorder.CaptureThreads}). What a capture tells goes through {@link
 * isr.recorder.Intake}, which collects a batch, drops what a server repeats after a reconnect, and
 * dates it; {@link isr.recorder.Filler} writes silence where a card has lost samples; {@link
 * isr.recorder.Splitter} cuts at the split points; {@link isr.recorder.SegmentLane} writes, one for
 * each route of a card, and goes on when the disk fails. All of that is on one thread at a time.
 * {@link isr.recorder.SourceStatus} may be read from any.
 */
@NullMarked
package isr.recorder;

import org.jspecify.annotations.NullMarked;
