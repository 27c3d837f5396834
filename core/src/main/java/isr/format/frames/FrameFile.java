package isr.format.frames;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Reads a file of frames strictly, from its start to its end, in bounded memory.
 *
 * <p>Frames and tags have to touch. Where they do not, that is one fault, and the reading goes on
 * at the next two headers of one track that do, or at the tags that the file ends with.
 */
public final class FrameFile {
  /** Takes what is found, in the order of the file. */
  public interface Visitor {
    /**
     * A whole frame.
     *
     * @param offset in the file
     * @param bytes an array in which it lies, valid until this returns
     * @param at where in the array it begins
     */
    void frame(long offset, byte[] bytes, int at);

    /** A rule that the file breaks. */
    void fault(long offset, String rule);
  }

  /**
   * Where the frames ended.
   *
   * @param framesEnd offset just after the last whole frame; 0 when there is none
   * @param end offset after that frame and the tags that touch it: what follows is no audio
   * @param tagsStart offset at which the tags begin that follow that; the file's length without any
   * @param fileBytes length of the file
   */
  public record Extent(long framesEnd, long end, long tagsStart, long fileBytes) {
    /** Whether there is something that is no audio and no tag. */
    public boolean hasRest() {
      return end < fileBytes;
    }

    /** Cuts out what is no audio and no tag. */
    public void cutRest(FileChannel file) throws IOException {
      TrailingTags.moveTo(file, end, tagsStart);
    }
  }

  private final FrameSyntax syntax;
  private final Visitor visitor;
  private final FileWindow in;

  /** Offset of the tags at the end, which may tell their length at their own end only. */
  private final long tagsStart;

  /** Header of the last frame, and room for the next one to compare it with. */
  private final byte[] headers;

  private boolean anyFrame;

  private long framesEnd;
  private long end;

  private FrameFile(FrameSyntax syntax, FileChannel file, Visitor visitor) throws IOException {
    this.syntax = syntax;
    this.in = new FileWindow(file);
    this.tagsStart = TrailingTags.start(file);
    this.visitor = visitor;
    this.headers = new byte[2 * syntax.headerBytes()];
  }

  /** Reads the file; its own position is not used. */
  public static Extent read(FileChannel file, FrameSyntax syntax, Visitor visitor)
      throws IOException {
    FrameFile reader = new FrameFile(syntax, file, visitor);
    reader.read();
    return reader.extent();
  }

  private Extent extent() {
    return new Extent(framesEnd, end, limit(end), in.fileBytes());
  }

  /** Where frames and other bytes from an offset on end. */
  private long limit(long offset) {
    return offset <= tagsStart ? tagsStart : in.fileBytes();
  }

  private void read() throws IOException {
    long offset = 0;
    while (offset < in.fileBytes()) {
      long next = frameOrTag(offset);
      if (next == offset) {
        visitor.fault(offset, "expected a frame header, found other bytes");
        next = nextChain(offset + 1);
      }
      offset = next;
    }
  }

  /** The offset after the frame or tag here, or the same offset when neither is here. */
  private long frameOrTag(long offset) throws IOException {
    if (offset == tagsStart) {
      return tag(offset, in.fileBytes() - offset);
    }
    int at = in.at(offset, Tags.MAX_LYRICS_BYTES);
    if (in.end() - at >= syntax.headerBytes() && syntax.frameBytes(in.array(), at) > 0) {
      return frame(offset);
    }
    long bytes = Math.max(0, Tags.length(in.array(), at, in.end()));
    if (offset + bytes > in.fileBytes()) {
      visitor.fault(offset, "a tag of " + bytes + " bytes is truncated");
      return nextChain(offset + 1);
    }
    return tag(offset, bytes);
  }

  private long tag(long offset, long bytes) {
    if (end == offset) {
      end += bytes;
    }
    return offset + bytes;
  }

  private long frame(long offset) throws IOException {
    int bytes = syntax.frameBytes(in.array(), in.at(offset, syntax.headerBytes()));
    int at = in.at(offset, bytes + syntax.headerBytes());
    long there = limit(offset) - offset;
    if (bytes > there && !isChain(offset, at, at + bytes)) {
      visitor.fault(offset, "truncated: a frame of %d bytes, %d there".formatted(bytes, there));
      return nextChain(offset + 1);
    }
    checkTrack(offset, at);
    visitor.frame(offset, in.array(), at);
    framesEnd = offset + bytes;
    end = framesEnd;
    return end;
  }

  private void checkTrack(long offset, int at) {
    int count = syntax.headerBytes();
    System.arraycopy(in.array(), at, headers, count, count);
    if (anyFrame && !syntax.sameTrack(headers, 0, count)) {
      visitor.fault(offset, "a frame of another track: " + syntax.track(in.array(), at));
    }
    System.arraycopy(headers, count, headers, 0, count);
    anyFrame = true;
  }

  /**
   * The next offset at which two headers of one track follow each other, or that of the tags at the
   * end, or the end of the file.
   */
  private long nextChain(long from) throws IOException {
    long limit = limit(from);
    for (long offset = from; offset + syntax.headerBytes() <= limit; offset++) {
      int at = in.at(offset, syntax.maxFrameBytes() + syntax.headerBytes());
      int bytes = syntax.frameBytes(in.array(), at);
      if (bytes > 0 && isChain(offset, at, at + bytes)) {
        return offset;
      }
    }
    return limit;
  }

  /** Whether a frame is followed by another one of its track, or nothing but tags. */
  private boolean isChain(long offset, int at, int next) {
    long frameEnd = offset + next - at;
    if (frameEnd == tagsStart || in.end() - next < syntax.headerBytes()) {
      return frameEnd == tagsStart || frameEnd == in.fileBytes();
    }
    return syntax.frameBytes(in.array(), next) > 0 && syntax.sameTrack(in.array(), at, next);
  }
}
