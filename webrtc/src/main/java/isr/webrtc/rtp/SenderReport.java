package isr.webrtc.rtp;

/**
 * What is used of a sender report (RFC 3550, section 6.4.1).
 *
 * @param ssrc of the sender
 * @param middleNtp the middle 32 bits of its NTP time
 */
public record SenderReport(int ssrc, int middleNtp) {}
