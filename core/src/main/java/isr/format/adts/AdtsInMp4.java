package isr.format.adts;

import isr.format.frames.FrameFile;
import isr.media.AdtsTrack;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * What has to stand before the bytes of an ADTS file to make an MP4 file of the two, for players:
 * ADTS has no table of its frames, so they guess how long a file is and where a time is in it.
 *
 * <p>The file becomes the {@code mdat} box as it is; the sample table points behind the header of
 * each frame. That takes 8 bytes a frame, 12 where the file is larger than 4 GB; for an hour of
 * 44.1 kHz 1.2 MB. What lies between frames counts for nothing, and the times of frames follow from
 * their number.
 */
public final class AdtsInMp4 {
  private static final int TABLE_BYTES = 64 * 1024;
  private static final AdtsSyntax SYNTAX = new AdtsSyntax();

  /** Two days at 44.1 kHz, and a head of some 70 MB; of more, players have to guess. */
  static final int MAX_FRAMES = 1 << 23;

  private AdtsInMp4() {}

  /**
   * Writes that head.
   *
   * @param file ADTS; read twice, from its start, its position is not used
   * @param fileBytes how much of it counts; a frame that goes on beyond does not
   * @param head empty; a few hundred bytes and the tables are written from its start on
   * @return length of the head in bytes
   * @throws UnsupportedMediaException when MP4 cannot tell what is in it: frames of several tracks,
   *     with several blocks, with a channel configuration of their own, none, or too many
   */
  public static long writeHead(FileChannel file, long fileBytes, FileChannel head)
      throws IOException {
    Counted counted = new Counted(fileBytes);
    FrameFile.read(file, SYNTAX, counted);
    AdtsTrack track = counted.track;
    if (track == null || !counted.plain || counted.frames > MAX_FRAMES) {
      throw new UnsupportedMediaException("no frames of one track, a block each, or too many");
    }
    Mp4Head layout = new Mp4Head(track, counted.frames, fileBytes);
    layout.write(head);
    Tabled tabled = new Tabled(fileBytes, layout, head);
    FrameFile.read(file, SYNTAX, tabled);
    tabled.end();
    if (tabled.frames != counted.frames) {
      throw new IOException("the file changed while it was read");
    }
    return layout.byteCount();
  }

  /** The frames that count. */
  private abstract static class Frames implements FrameFile.Visitor {
    private final long fileBytes;
    long frames;

    Frames(long fileBytes) {
      this.fileBytes = fileBytes;
    }

    @Override
    public void frame(long offset, byte[] bytes, int at) {
      int byteCount = SYNTAX.frameBytes(bytes, at);
      if (offset + byteCount <= fileBytes) {
        frames++;
        int header = AdtsSyntax.headerBytes(bytes, at);
        frame(offset + header, byteCount - header, bytes, at);
      }
    }

    /** One of them, without its header. */
    abstract void frame(long offset, int byteCount, byte[] bytes, int at);

    @Override
    public void fault(long offset, String rule) {
      // its bytes are in no frame
    }
  }

  private static final class Counted extends Frames {
    private @Nullable AdtsTrack track;
    private boolean plain = true;

    Counted(long fileBytes) {
      super(fileBytes);
    }

    @Override
    void frame(long offset, int byteCount, byte[] bytes, int at) {
      AdtsTrack found = (AdtsTrack) SYNTAX.track(bytes, at);
      if (track == null) {
        track = found;
      }
      plain &= found.equals(track) && found.channelConfiguration() > 0;
      plain &= SYNTAX.sampleCount(bytes, at) == AdtsSyntax.SAMPLES_PER_BLOCK;
    }
  }

  private static final class Tabled extends Frames {
    private final Table sizes;
    private final Table offsets;
    private final Mp4Head layout;
    private @Nullable IOException failure;

    Tabled(long fileBytes, Mp4Head layout, FileChannel head) {
      super(fileBytes);
      this.layout = layout;
      this.sizes = new Table(head, layout.sizesAt());
      this.offsets = new Table(head, layout.offsetsAt());
    }

    @Override
    void frame(long offset, int byteCount, byte[] bytes, int at) {
      if (failure != null || frames > layout.frames()) {
        return;
      }
      try {
        sizes.room(Integer.BYTES).putInt(byteCount);
        long from = layout.byteCount() + offset;
        if (layout.isLarge()) {
          offsets.room(Long.BYTES).putLong(from);
        } else {
          offsets.room(Integer.BYTES).putInt((int) from);
        }
      } catch (IOException e) {
        failure = e;
      }
    }

    void end() throws IOException {
      if (failure != null) {
        throw failure;
      }
      sizes.flush();
      offsets.flush();
    }
  }

  /** Numbers that are written one after the other. */
  private static final class Table {
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(TABLE_BYTES);
    private long position;

    Table(FileChannel file, long position) {
      this.file = file;
      this.position = position;
    }

    ByteBuffer room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
      return buffer;
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        position += file.write(buffer, position);
      }
      buffer.clear();
    }
  }
}
