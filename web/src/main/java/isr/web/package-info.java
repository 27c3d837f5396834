/**
 * The web interface: a JSON API, live updates, the files with ranges, and the page that uses them.
 *
 * <p>A handler parses, asks the core, writes. Requests are taken by the I/O threads of Undertow and
 * answered on its bounded pool of workers ({@code isr-web}); none of them holds a worker while its
 * client is slow. Nothing here is called by a recording's threads. A <em>root</em> is an output
 * directory under the name that URLs have for it; a path is relative to its root, with {@code /}
 * between the names. Semantics of HTTP are those of RFC 9110.
 */
@NullMarked
package isr.web;

import org.jspecify.annotations.NullMarked;
