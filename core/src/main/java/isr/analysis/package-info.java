/**
 * How loud a recording is, and what it looks like.
 *
 * <p>One pass over what is heard of a file gives <em>points</em>, the lowest and the highest sample
 * of each channel in 256, 2048, 16,384 and 131,072 of them (the levels), and <em>blocks</em>, mean
 * square and peak of all channels in 100 ms. They lie in files of a {@link isr.analysis.Waveforms},
 * so that nothing in memory grows with a recording, and a file that has grown is analysed on from
 * where it ended. A <em>loud section</em> is a run of blocks above a threshold; it is computed from
 * the blocks.
 */
@NullMarked
package isr.analysis;

import org.jspecify.annotations.NullMarked;
