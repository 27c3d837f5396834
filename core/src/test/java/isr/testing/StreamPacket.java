package isr.testing;

import java.nio.ByteBuffer;

/**
 * One packet of a stream or a file, as the tests' own parsers found it.
 *
 * @param start offset of its first byte
 * @param end offset behind its last byte; for an Ogg packet, behind the page that it ends on
 * @param sampleCount audible samples per channel that it stands for
 * @param content its bytes: equal packets have equal contents
 */
public record StreamPacket(int start, int end, int sampleCount, ByteBuffer content) {}
