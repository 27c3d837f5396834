/**
 * Sound cards through {@code javax.sound.sampled}, which is part of Java.
 *
 * <p>A <em>mixer</em> is what others call a device, a <em>line</em> is one opened for recording. On
 * Linux the JDK reaches {@code default} and each card's {@code plughw} through libasound; ALSA's
 * plug converts what a card does not have. Lost samples and unplugged cards go unmentioned there:
 * {@link isr.capture.PcmFeed} finds the former by the clock, a {@link
 * isr.capture.javasound.LineProbe} the latter.
 *
 * <p>A Java without the module {@code java.desktop} has none of it; only {@link
 * isr.capture.javasound.Guard} may be loaded first there.
 */
@NullMarked
package isr.capture.javasound;

import org.jspecify.annotations.NullMarked;
