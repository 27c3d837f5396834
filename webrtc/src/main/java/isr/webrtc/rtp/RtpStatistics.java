package isr.webrtc.rtp;

import java.time.Duration;

/**
 * What has become of a stream's packets.
 *
 * @param received packets that came, each counted once
 * @param bytes of Opus in them
 * @param lost packets that did not come, or not in time
 * @param recovered packets that came because they were asked for again
 * @param reordered packets that came after later ones, unasked
 * @param duplicated packets that came once more
 * @param late packets that came after they had been given up
 * @param requests how often packets were asked for again
 * @param jitter of arrival (RFC 3550, section 6.4.1)
 */
public record RtpStatistics(
    long received,
    long bytes,
    long lost,
    long recovered,
    long reordered,
    long duplicated,
    long late,
    long requests,
    Duration jitter) {}
