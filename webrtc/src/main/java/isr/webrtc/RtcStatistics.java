package isr.webrtc;

import isr.webrtc.rtp.RtpStatistics;

/**
 * How a session is doing.
 *
 * @param rtp its packets
 * @param rejected datagrams that were neither genuine nor well formed
 * @param isConnected whether DTLS is done and the session not over
 */
public record RtcStatistics(RtpStatistics rtp, long rejected, boolean isConnected) {}
