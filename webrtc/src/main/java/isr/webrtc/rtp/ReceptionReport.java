package isr.webrtc.rtp;

/**
 * A report block (RFC 3550, section 6.4.1), as it goes to the sender.
 *
 * @param ssrc of the reported source
 * @param fractionLost since the last report, in 256ths
 * @param cumulativeLost 0 to 0x7fffff
 * @param highestSequence with the count of its wraps in the upper 16 bits
 * @param jitter in samples at 48 kHz
 * @param lastSenderReport the middle 32 bits of its NTP time, 0 for none
 * @param delay since it came, in 65536ths of a second
 */
record ReceptionReport(
    int ssrc,
    int fractionLost,
    int cumulativeLost,
    int highestSequence,
    int jitter,
    int lastSenderReport,
    int delay) {}
