/**
 * One recorded file: its name, its bytes on the way to the disk, its header kept current, its
 * repair.
 *
 * <p>A <em>segment</em> is one recorded file between two split points. It has its final name from
 * its first byte and is created, never overwritten. The thread of its source writes it; {@link
 * isr.segment.DiskSync} forces it to the disk and closes it on a thread of its own.
 */
@NullMarked
package isr.segment;

import org.jspecify.annotations.NullMarked;
