/**
 * RTP and RTCP of one received audio stream (RFC 3550, RFC 4585, RFC 7587): packets put in order,
 * missing ones asked for again, reports for the sender.
 *
 * <p>Arithmetic apart from the network: packets and times go in, packets and reports come out.
 * Times are nanoseconds of a monotonic clock. Not thread-safe: the session's lock is held by who
 * calls.
 */
@NullMarked
package isr.webrtc.rtp;

import org.jspecify.annotations.NullMarked;
