/**
 * Live streams over HTTP: Icecast, SHOUTcast and whatever else answers a GET with endless audio.
 *
 * <p>The bytes go through an {@link isr.capture.http.IcyStripper} and a {@code Framer}; packets and
 * titles reach the sink in the order in which they were sent. {@code java.net.http} speaks HTTP; a
 * small {@link isr.capture.http.LenientTransport} is there for what that refuses, above all {@code
 * ICY 200 OK}, the status line of SHOUTcast v1.
 *
 * <p>From a URL to the audio leads a {@link isr.capture.http.Route}: by redirects, and by
 * playlists, which a {@link isr.capture.http.BodyStart} finds out by the first bytes of a body.
 *
 * <p>What recording a stream costs is wake-ups, so the bytes wait in the kernel's socket buffer and
 * are read about twice a second, all sources at the same moment: a {@link
 * isr.capture.http.DrainTicker} asks every connection for what it has, the client's own thread
 * reads it into an {@link isr.capture.http.Inbox}, and the source's thread, parked in between,
 * takes it from there. Framing and writing happen on the source's thread alone, so that a source
 * that waits for its disk keeps no other from being read. What was read together is one batch.
 *
 * <p>A server is a stranger: whatever it sends is bounded, and cleaned of control characters before
 * it is logged.
 */
@NullMarked
package isr.capture.http;

import org.jspecify.annotations.NullMarked;
