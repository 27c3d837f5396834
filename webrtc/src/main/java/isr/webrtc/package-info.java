/**
 * Receives what browsers and WHIP clients send: an SDP offer becomes a session, and the session
 * delivers Opus packets in order.
 *
 * <p>{@link isr.webrtc.RtcServer} is the entry. All sessions share one UDP port. ICE is RFC 8445
 * (library ice4j), DTLS 1.2 with {@code use_srtp} is RFC 5764 (library Bouncy Castle), SRTP is RFC
 * 3711 (library jitsi-srtp); negotiation follows RFC 9429 and RFC 9725. Datagrams are taken by one
 * thread for each local address, which decrypts, orders and delivers; one thread keeps the time of
 * all sessions (resends, reports, limits); one thread per session answers STUN; and for a moment a
 * thread per session shakes hands.
 */
@NullMarked
package isr.webrtc;

import org.jspecify.annotations.NullMarked;
