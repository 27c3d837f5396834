/**
 * What a service tells systemd of itself: that it has started, is alive, is stopping; sd_notify(3).
 * A message is one datagram to a Unix socket, for which Java has no class: hence JNA. Without
 * systemd nothing here is loaded.
 */
@NullMarked
package isr.systemd;

import org.jspecify.annotations.NullMarked;
