package isr.segment;

import isr.media.MediaLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A file as a repair would leave it: what is written is kept in memory and seen by what is read
 * afterwards; the file itself is only read.
 *
 * <pre>
 *   file    ├──────────── kept ────────────┤ cut off      a truncation moves the end of what is kept
 *   patches      ├──┤                      ├─┤            later ones lie over earlier ones
 *   draft   ├──────────────────────────────┴─┤            behind kept bytes, without a patch: zeros
 * </pre>
 *
 * <p>Reading and writing by position is all that a repair does; the channel has no position of its
 * own, and what needs one is not supported. One thread. Closing it does not close the file.
 */
public final class Draft extends FileChannel {
  /** A repair that writes more is refused: it would be no repair of counts and marks. */
  public static final int MAX_PATCHED_BYTES = 4 << 20;

  /** As many writes are remembered. */
  private static final int MAX_PATCHES = 10_000;

  /** Bytes that were written at an offset. */
  private record Patch(long offset, ByteBuffer bytes) {
    long end() {
      return offset + bytes.limit();
    }

    Patch cutAt(long size) {
      int left = (int) Math.max(0, Math.min(bytes.limit(), size - offset));
      return new Patch(offset, bytes.duplicate().limit(left));
    }
  }

  private final FileChannel file;
  private final List<Patch> patches = new ArrayList<>();
  private long patchedBytes;
  private long kept;
  private long size;

  /**
   * A draft that is as the file is.
   *
   * @param file open for reading, for as long as the draft is used; it must not grow meanwhile
   */
  public Draft(FileChannel file) throws IOException {
    this.file = file;
    this.kept = file.size();
    this.size = kept;
  }

  /** Whether anything was written or cut off. */
  public boolean isChanged() throws IOException {
    return !patches.isEmpty() || size != file.size();
  }

  /**
   * Makes another file what this one is.
   *
   * @param copy a copy of the file that this is the draft of, open for writing
   */
  public void applyTo(FileChannel copy) throws IOException {
    if (copy.size() > kept) {
      copy.truncate(kept);
    }
    for (Patch patch : patches) {
      ByteBuffer from = patch.bytes().duplicate();
      while (from.hasRemaining()) {
        copy.write(from, patch.offset() + from.position());
      }
    }
    if (copy.size() != size) {
      throw new IOException("expected a copy of " + size + " bytes, found " + copy.size());
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public FileChannel truncate(long length) {
    if (length < size) {
      size = length;
      kept = Math.min(kept, length);
      patches.replaceAll(patch -> patch.cutAt(length));
      patches.removeIf(patch -> !patch.bytes().hasRemaining());
    }
    return this;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    int count = from.remaining();
    patchedBytes += count;
    if (patchedBytes > MAX_PATCHED_BYTES || patches.size() == MAX_PATCHES) {
      throw new MediaLimitException("a repair that writes more than " + MAX_PATCHED_BYTES);
    }
    byte[] bytes = new byte[count];
    from.get(bytes);
    if (count > 0) {
      patches.add(new Patch(position, ByteBuffer.wrap(bytes)));
      size = Math.max(size, position + count);
    }
    return count;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    int count = (int) Math.min(into.remaining(), size - position);
    ByteBuffer part = into.slice(into.position(), count);
    readFile(part, position);
    for (Patch patch : patches) {
      overlay(patch, part, position);
    }
    into.position(into.position() + count);
    return count;
  }

  private void readFile(ByteBuffer part, long position) throws IOException {
    int there = (int) Math.max(0, Math.min(part.capacity(), kept - position));
    ByteBuffer bytes = part.slice(0, there);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    part.put(there, new byte[part.capacity() - there]);
  }

  private static void overlay(Patch patch, ByteBuffer part, long position) {
    long from = Math.max(patch.offset(), position);
    long to = Math.min(patch.end(), position + part.capacity());
    if (from < to) {
      int at = (int) (from - position);
      part.put(at, patch.bytes(), (int) (from - patch.offset()), (int) (to - from));
    }
  }

  /** Does nothing: there is no disk behind it. */
  @Override
  public void force(boolean metaData) {}

  @Override
  protected void implCloseChannel() {}

  @Override
  public int read(ByteBuffer into) {
    throw unsupported();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer from) {
    throw unsupported();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw unsupported();
  }

  @Override
  public long position() {
    throw unsupported();
  }

  @Override
  public FileChannel position(long newPosition) {
    throw unsupported();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unsupported();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unsupported();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long count) {
    throw unsupported();
  }

  @Override
  public FileLock lock(long position, long count, boolean shared) {
    throw unsupported();
  }

  @Override
  public FileLock tryLock(long position, long count, boolean shared) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("a draft is read and written by positions");
  }
}
