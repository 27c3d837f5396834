/**
 * Packets and files to samples.
 *
 * <p>A <em>decoder</em> takes the packets of one track, in order, and gives as many samples as the
 * demuxer says that a packet has, whatever is in it: what can not be decoded is silence, and
 * counted. An <em>audio reader</em> gives what is heard of a file, from any place on. Samples are
 * floats, full scale at 1; codecs that lose something may go beyond it. PCM and FLAC are decoded by
 * our own code, MPEG audio, Vorbis and Opus by libraries in Java, AAC and some Vorbis by the
 * program {@code ffmpeg} in a process of its own, which also reads whole files where it is quicker.
 * Each object is used by one thread at a time.
 */
@NullMarked
package isr.codec;

import org.jspecify.annotations.NullMarked;
