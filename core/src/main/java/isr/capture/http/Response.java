package isr.capture.http;

/**
 * An answer, up to the first byte of its body.
 *
 * @param head status and header fields
 * @param body not started
 */
record Response(ResponseHead head, LiveBody body) {}
