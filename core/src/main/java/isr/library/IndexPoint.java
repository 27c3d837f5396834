package isr.library;

/**
 * Where in a file a sample is found.
 *
 * @param path of the segment
 * @param sample from its first audible one
 * @param byteOffset of the packet or page that it begins in
 */
public record IndexPoint(String path, long sample, long byteOffset) {}
