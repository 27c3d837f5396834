package isr.cutting;

import isr.media.MuxerOutput;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A new file of ranges of others, which can be written from its first byte to its last, to where
 * nothing can be patched, and whose length is known before.
 *
 * <p>It is made twice: the first time only to see how long it gets, and what the muxer patches in
 * its headers; the second time the headers are written as they end. Both give the same bytes, as
 * what is in a file does not change.
 */
public final class CutFile {
  private final List<CutPiece> pieces;
  private final SegmentInfo info;
  private final Measure measure = new Measure();

  private CutFile(List<CutPiece> pieces, SegmentInfo info) {
    this.pieces = List.copyOf(pieces);
    this.info = info;
  }

  /**
   * Measures a file.
   *
   * @param pieces of one format, and of tracks that can stand in one file
   * @param info for its header
   * @throws IOException when reading fails, or there is nothing to be heard in the pieces
   */
  public static CutFile of(List<CutPiece> pieces, SegmentInfo info) throws IOException {
    CutFile file = new CutFile(pieces, info);
    CutWriter.write(file.pieces, info, file.measure, true);
    return file;
  }

  /** Bytes. */
  public long length() {
    return measure.length;
  }

  /**
   * Writes it all.
   *
   * @param to takes every byte before its {@code write} returns, or throws
   * @throws IOException when reading or writing fails, or a file has changed since it was measured
   */
  public void writeTo(WritableByteChannel to) throws IOException {
    Stream stream = new Stream(to, measure.patches);
    CutWriter.write(pieces, info, stream, false);
    stream.flush();
    if (stream.length != measure.length) {
      throw new IOException("a file changed while it was cut");
    }
  }

  /** Bytes that are overwritten. */
  private static final class Patch {
    private final long offset;
    private final byte[] bytes;

    Patch(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    long end() {
      return offset + bytes.length;
    }

    /** Overwrites what lies in a block of the file. */
    void apply(byte[] block, long blockOffset) {
      long from = Math.max(offset, blockOffset);
      long to = Math.min(end(), blockOffset + block.length);
      if (from < to) {
        System.arraycopy(
            bytes, (int) (from - offset), block, (int) (from - blockOffset), (int) (to - from));
      }
    }
  }

  /** Counts, and keeps what is patched. */
  private static final class Measure implements MuxerOutput {
    /** By their offset; those of one muxer at one place have one length. */
    private final TreeMap<Long, Patch> patches = new TreeMap<>();

    private long length;

    @Override
    public void append(ByteBuffer bytes) {
      length += bytes.remaining();
      bytes.position(bytes.limit());
    }

    @Override
    public void patch(long offset, ByteBuffer bytes) {
      byte[] own = new byte[bytes.remaining()];
      bytes.get(own);
      Patch before = patches.put(offset, new Patch(offset, own));
      if (before != null && before.end() > offset + own.length) {
        throw new IllegalStateException("a shorter patch at " + offset);
      }
    }

    @Override
    public long length() {
      return length;
    }
  }

  /** Writes on; what will be patched is written as it ends. */
  private static final class Stream implements MuxerOutput {
    private static final int BLOCK_BYTES = 1 << 16;

    private final WritableByteChannel to;
    private final TreeMap<Long, Patch> patches;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private long length;

    /** A patch that may reach into what is appended next. */
    private @Nullable Patch reaching;

    Stream(WritableByteChannel to, Map<Long, Patch> patches) {
      this.to = to;
      this.patches = new TreeMap<>(patches);
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      long offset = length;
      length += bytes.remaining();
      boolean untouched = reaching == null && (patches.isEmpty() || patches.firstKey() >= length);
      if (untouched) {
        put(bytes);
        return;
      }
      byte[] own = new byte[bytes.remaining()];
      bytes.get(own);
      apply(own, offset);
      put(ByteBuffer.wrap(own));
    }

    private void apply(byte[] own, long offset) {
      Patch patch = reaching;
      if (patch != null) {
        patch.apply(own, offset);
      }
      while (!patches.isEmpty() && patches.firstKey() < length) {
        patch = patches.pollFirstEntry().getValue();
        patch.apply(own, offset);
      }
      reaching = patch != null && patch.end() > length ? patch : null;
    }

    private void put(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int count = Math.min(bytes.remaining(), block.remaining());
        block.put(block.position(), bytes, bytes.position(), count);
        block.position(block.position() + count);
        bytes.position(bytes.position() + count);
        if (!block.hasRemaining()) {
          flush();
        }
      }
    }

    /** Hands on what is held. */
    void flush() throws IOException {
      block.flip();
      while (block.hasRemaining()) {
        to.write(block);
      }
      block.clear();
    }

    @Override
    public void patch(long offset, ByteBuffer bytes) {
      bytes.position(bytes.limit());
    }

    @Override
    public long length() {
      return length;
    }
  }
}
