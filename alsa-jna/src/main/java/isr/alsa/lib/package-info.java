/**
 * The calls of libasound and libc that isr makes, as their headers declare them, and nothing else.
 *
 * <p>Names, order and arguments are those of alsa-lib's {@code pcm.h}, {@code control.h}, {@code
 * conf.h} and {@code error.h}. Unless said otherwise an {@code int} is 0 or more on success and a
 * negative errno on failure; structures are opaque, made by a {@code _malloc} call and given back
 * by the {@code _free} call of the same name. {@code long}, {@code size_t}, {@code
 * snd_pcm_uframes_t} and {@code snd_pcm_sframes_t} are a {@link com.sun.jna.NativeLong}: 4 bytes on
 * a 32-bit machine. The classes work once {@link isr.alsa.lib.Libasound#load} has returned.
 */
@NullMarked
package isr.alsa.lib;

import org.jspecify.annotations.NullMarked;
