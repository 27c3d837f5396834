/**
 * AAC in ADTS frames (ISO/IEC 13818-7, 6.2; 14496-3, 1.A.3.2): live streams in, files out.
 *
 * <p>A file is the frames as they were sent and nothing else; there is no field for a duration or a
 * lead-in. HE-AAC tells the rate of its core in the header; counts of samples are at that rate.
 */
@NullMarked
package isr.format.adts;

import org.jspecify.annotations.NullMarked;
