package isr.analysis;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * What a file was when it was analysed.
 *
 * @param bytes its length
 * @param modifiedNanos when it was written last
 * @param key what the system knows it by, whatever its name; empty where it has none
 */
record FileVersion(long bytes, long modifiedNanos, String key) {
  private static final int SPOT_BYTES = 4096;
  private static final int SPOTS = 32;

  /** Repair, and the end of an Ogg file, change no more than what lies behind. */
  private static final int END_BYTES = 1 << 17;

  static FileVersion of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Object key = attributes.fileKey();
    return new FileVersion(
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        key == null ? "" : key.toString());
  }

  static FileVersion read(DataInput in) throws IOException {
    return new FileVersion(in.readLong(), in.readLong(), in.readUTF());
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(bytes);
    out.writeLong(modifiedNanos);
    out.writeUTF(key);
  }

  /** A checksum of some spots in the first bytes of a file, as many as this version has. */
  long spots(FileChannel file) throws IOException {
    CRC32 crc = new CRC32();
    ByteBuffer spot = ByteBuffer.allocate(SPOT_BYTES);
    long end = Math.max(0, bytes - END_BYTES);
    for (int i = 1; i <= SPOTS; i++) {
      long at = end / SPOTS * i;
      spot.clear().limit((int) Math.min(SPOT_BYTES, bytes - at));
      while (spot.hasRemaining() && file.read(spot, at + spot.position()) >= 0) {}
      crc.update(spot.flip());
    }
    return crc.getValue();
  }

  /** Whether a file may be this one, grown; one that was written anew as long as before is not. */
  boolean mayHaveGrownTo(FileVersion now) {
    return key.equals(now.key) && now.bytes > bytes;
  }
}
