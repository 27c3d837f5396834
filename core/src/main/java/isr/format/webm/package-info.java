/**
 * WebM and Matroska (RFC 9559) in EBML (RFC 8794), read as they arrive: what browsers'
 * MediaRecorder sends, and live streams.
 *
 * <p>{@link isr.format.webm.WebmFramer} is the entry. An <em>element</em> is an identifier, a size
 * and its data; <em>master elements</em> hold elements. <em>Blocks</em> hold the packets, one or
 * several in a <em>lace</em>, and stand in <em>Clusters</em>. Identifiers do not depend on where
 * they stand: Segment and Cluster, whose size may be unknown, are entered and never left, so that
 * nothing is nested and a wrong size does no lasting harm.
 */
@NullMarked
package isr.format.webm;

import org.jspecify.annotations.NullMarked;
