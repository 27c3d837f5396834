/**
 * Soundcards through libasound: what there is, and recording from it.
 *
 * <p>{@link isr.alsa.AlsaSource} is the provider. A capture opens its PCM without waiting, sets it
 * up for exactly what was asked, then waits, asks for the status and reads, on the thread that
 * {@code run} was called on; calls that may never return (opening, preparing, closing while a sound
 * server stands still) are made on a {@link isr.alsa.CardThread}, which is left behind if need be.
 * Errors of libasound are negative errno values; what to do about them is decided by pure functions
 * ({@link isr.alsa.Trouble}, {@link isr.alsa.OpenFailure}). A <em>PCM frame</em> is one sample of
 * each channel, a <em>period</em> is what wakes up a waiting reader.
 */
@NullMarked
package isr.alsa;

import org.jspecify.annotations.NullMarked;
