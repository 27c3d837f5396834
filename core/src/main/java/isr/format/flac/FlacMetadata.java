package isr.format.flac;

import isr.format.frames.Findings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata blocks of a file, read strictly (RFC 9639, section 8); an ID3v2 tag may stand in
 * front, as many programs put one there.
 */
final class FlacMetadata {
  private static final int ID3_HEADER_BYTES = 10;
  private static final int SEEKTABLE = 3;
  private static final int SEEK_POINT_BYTES = 18;
  private static final int CUESHEET = 5;

  /** A block of comments that is longer is not looked into. */
  private static final int MAX_COMMENT_BYTES = 1024 * 1024;

  private final FileBytes in;
  private final Findings findings;
  private long infoOffset;
  private long end;
  private @Nullable FlacStreamInfo info;
  private boolean commentsSeen;
  private String vendor = "";
  private boolean seekTableSeen;

  private FlacMetadata(FileBytes in, Findings findings) {
    this.in = in;
    this.findings = findings;
  }

  static FlacMetadata read(FileBytes in, Findings findings) throws IOException {
    FlacMetadata metadata = new FlacMetadata(in, findings);
    metadata.readAll();
    return metadata;
  }

  /** STREAMINFO; null when the file does not begin with it: nothing else is read then. */
  @Nullable FlacStreamInfo info() {
    return info;
  }

  /** Offset of the block STREAMINFO, behind its header. */
  long infoOffset() {
    return infoOffset;
  }

  /** Offset at which the frames begin. */
  long end() {
    return end;
  }

  /** Whether the comments name this program as the encoder. */
  boolean isOurs() {
    return vendor.equals(FlacTags.VENDOR);
  }

  private void readAll() throws IOException {
    long start = id3Bytes();
    int at = in.at(start, StreamMetadata.START_BYTES);
    if (in.end() - at < StreamMetadata.START_BYTES
        || !StreamMetadata.mayBegin(in.array(), at, in.end())) {
      findings.add(
          start, "expected fLaC and STREAMINFO of 34 bytes (RFC 9639, sections 6 and 8.2)");
      return;
    }
    infoOffset = start + 8;
    FlacStreamInfo read = FlacStreamInfo.read(ByteBuffer.wrap(in.array()), at + 8);
    info = read;
    checkInfo(read);
    boolean last = in.array()[at + 4] < 0;
    end = start + StreamMetadata.START_BYTES;
    while (!last) {
      last = block();
    }
  }

  private long id3Bytes() throws IOException {
    int at = in.at(0, ID3_HEADER_BYTES);
    byte[] bytes = in.array();
    if (in.end() - at < ID3_HEADER_BYTES
        || bytes[at] != 'I'
        || bytes[at + 1] != 'D'
        || bytes[at + 2] != '3') {
      return 0;
    }
    long size = 0;
    for (int i = 6; i < ID3_HEADER_BYTES; i++) {
      size = size << 7 | (bytes[at + i] & 0x7F);
    }
    return ID3_HEADER_BYTES + size;
  }

  private void checkInfo(FlacStreamInfo read) {
    if (read.minBlockSize() < FrameCounts.MIN_BLOCK_SIZE
        || read.minBlockSize() > read.maxBlockSize()) {
      findings.add(
          infoOffset,
          "STREAMINFO: block sizes of %d to %d"
              .formatted(read.minBlockSize(), read.maxBlockSize()));
    }
    if (read.sampleRateHz() == 0 || read.bits() < 4) {
      findings.add(
          infoOffset, "STREAMINFO: %d Hz, %d bits".formatted(read.sampleRateHz(), read.bits()));
    }
  }

  /** Reads the block at the end so far; whether it is the last one. */
  private boolean block() throws IOException {
    int at = in.at(end, 4);
    if (in.end() - at < 4) {
      findings.add(end, "truncated: a metadata block header is cut short");
      end = in.fileBytes();
      return true;
    }
    boolean last = in.array()[at] < 0;
    int type = in.array()[at] & 0x7F;
    int bytes = StreamMetadata.blockBytes(in.array(), at);
    if (end + 4 + bytes > in.fileBytes()) {
      findings.add(end, "truncated: a metadata block of " + bytes + " bytes");
      end = in.fileBytes();
      return true;
    }
    check(type, end + 4, bytes);
    end += 4L + bytes;
    return last;
  }

  private void check(int type, long offset, int bytes) throws IOException {
    switch (type) {
      case StreamMetadata.STREAMINFO -> findings.add(offset - 4, "a second STREAMINFO");
      case SEEKTABLE -> seekTable(offset, bytes);
      case StreamMetadata.VORBIS_COMMENT -> comments(offset, bytes);
      case StreamMetadata.FORBIDDEN -> findings.add(offset - 4, "metadata type 127 is forbidden");
      default -> {
        if (type == CUESHEET && bytes < 396) {
          findings.add(offset - 4, "CUESHEET: expected 396 bytes at the least, found " + bytes);
        }
      }
    }
  }

  private void seekTable(long offset, int bytes) {
    if (seekTableSeen) {
      findings.add(offset - 4, "a second SEEKTABLE");
    }
    if (bytes % SEEK_POINT_BYTES != 0) {
      findings.add(offset - 4, "SEEKTABLE: " + bytes + " bytes are no multiple of 18");
    }
    seekTableSeen = true;
  }

  private void comments(long offset, int bytes) throws IOException {
    if (commentsSeen) {
      findings.add(offset - 4, "a second VORBIS_COMMENT");
    }
    commentsSeen = true;
    if (bytes <= MAX_COMMENT_BYTES) {
      int at = in.at(offset, bytes);
      Optional<CommentBlock> block = CommentBlock.read(ByteBuffer.wrap(in.array(), at, bytes));
      if (block.isEmpty()) {
        findings.add(offset, "VORBIS_COMMENT: a length leads outside of the block");
      }
      vendor = block.map(CommentBlock::vendor).orElse("");
    }
  }
}
