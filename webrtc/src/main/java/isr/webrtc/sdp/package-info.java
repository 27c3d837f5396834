/**
 * Session descriptions (RFC 8866): what is needed of an offer, and the answer to it (RFC 3264, RFC
 * 8843, RFC 9429).
 *
 * <p>Values only; nothing here touches the network. Offers come from strangers: everything that is
 * read has a limit, and what cannot be answered says why.
 */
@NullMarked
package isr.webrtc.sdp;

import org.jspecify.annotations.NullMarked;
