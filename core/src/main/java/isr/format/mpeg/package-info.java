/**
 * MPEG audio, layers II and III (ISO/IEC 11172-3, 13818-3 and the 2.5 extension): live streams in,
 * files out.
 *
 * <p>A frame of layer III says, by <em>main_data_begin</em>, how many bytes before its own main
 * data its audio begins: the <em>bit reservoir</em>. A file that begins in mid-stream therefore
 * gets a lead-in: a silent <em>reservoir frame</em> that holds what the first frames point back to,
 * and the frames that a decoder needs to have decoded; an Info frame with a LAME tag hides them
 * (docs/decisions/0002-mp3-lead-in.md).
 */
@NullMarked
package isr.format.mpeg;

import org.jspecify.annotations.NullMarked;
