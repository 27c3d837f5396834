package isr.format.flac;

import isr.format.frames.Findings;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a native file with the parser of live streams: to begin in the middle the metadata is read,
 * and then on from any byte. The frame that is found there tells its number; the frame that holds a
 * sample is looked for by halves.
 */
final class FlacDemuxer implements Demuxer, FramerSink {
  private static final int READ_BYTES = 1 << 16;

  /** Below this distance there is no use in looking for a frame further. */
  private static final int NEAR_BYTES = 1 << 18;

  /** Of longer metadata only STREAMINFO is read again after a jump. */
  private static final int MAX_HEAD_BYTES = 1 << 20;

  /** A frame that waits to be given. */
  private record Held(Track track, Packet packet, long offset, long sample) {}

  private final FileChannel file;
  private final long fileEnd;
  private final FlacStreamInfo info;
  private final long framesStart;
  private final ByteBuffer head;
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private FlacFramer framer = new FlacFramer(this);
  private @Nullable Track framed;
  private Track track;
  private long offset;
  private long base;
  private boolean ended;

  /** What the first frame of the file is numbered, in samples. */
  private long origin;

  /** Samples of a block, where frames count blocks. */
  private long blockSize;

  /** Sample just after the last frame that was read; negative when a frame has to tell. */
  private long sample;

  private long sampleCount = -1;

  private FlacDemuxer(FileChannel file, FlacMetadata metadata, FlacStreamInfo info)
      throws IOException {
    this.file = file;
    this.fileEnd = file.size();
    this.info = info;
    this.framesStart = metadata.end();
    this.head = head(metadata.infoOffset() - 8);
    this.blockSize = info.minBlockSize() == info.maxBlockSize() ? info.maxBlockSize() : 0;
    jump(framesStart, 0);
    Held first = first();
    if (first == null) {
      throw new MalformedMediaException(framesStart, "expected frames of FLAC, found none");
    }
    FlacFrameHeader header = header(first);
    if (blockSize == 0) {
      blockSize = header.blockSize();
    }
    this.origin = number(header);
    this.track = first.track();
  }

  static Demuxer open(FileChannel file) throws IOException {
    FlacMetadata metadata = FlacMetadata.read(new FileBytes(file), new Findings());
    FlacStreamInfo info = metadata.info();
    if (info == null) {
      throw new MalformedMediaException(0, "expected fLaC and STREAMINFO, found neither");
    }
    return new FlacDemuxer(file, metadata, info);
  }

  /** Metadata to be put in front of any part of the frames. */
  private ByteBuffer head(long from) throws IOException {
    long length = framesStart - from;
    if (length <= MAX_HEAD_BYTES) {
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
      return bytes.flip();
    }
    ByteBuffer streamInfo = info.write();
    ByteBuffer bytes = ByteBuffer.allocate(8 + streamInfo.remaining());
    return bytes.putInt(0x664C6143).putInt(0x8000_0022).put(streamInfo).flip();
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public long sampleCount() throws IOException {
    if (sampleCount < 0) {
      sampleCount = FlacOutline.certainSamples(file).orElse(-1);
    }
    if (sampleCount < 0) {
      long back = held.isEmpty() ? Math.max(0, sample) : held.peek().sample();
      sampleCount = Math.max(back, countToEnd());
      seek(back);
    }
    return sampleCount;
  }

  /** Reads from ever farther before the end, until a frame is found there. */
  private long countToEnd() throws IOException {
    for (long span = NEAR_BYTES; ; span *= 4) {
      long from = Math.max(framesStart, fileEnd - span);
      jump(from, from == framesStart ? 0 : -1);
      long last = -1;
      while (fill()) {
        for (Held frame : held) {
          last = frame.sample() + frame.packet().sampleCount();
        }
        held.clear();
      }
      if (last >= 0 || from == framesStart) {
        return Math.max(0, last);
      }
    }
  }

  @Override
  public void seek(long target) throws IOException {
    long low = framesStart;
    long high = fileEnd;
    while (high - low > NEAR_BYTES) {
      long middle = (low + high) >>> 1;
      jump(middle, -1);
      Held found = first();
      if (found == null || found.sample() > target || found.offset() >= high) {
        high = middle;
      } else {
        low = found.offset();
      }
    }
    jump(low, low == framesStart ? 0 : -1);
    for (Held first = first(); first != null && !holds(first, target); first = first()) {
      held.remove();
    }
  }

  private static boolean holds(Held frame, long target) {
    return frame.sample() + frame.packet().sampleCount() > target;
  }

  private void jump(long to, long at) throws IOException {
    framer = new FlacFramer(this);
    held.clear();
    framer.push(head.duplicate());
    base = to - head.remaining();
    offset = to;
    sample = at;
    ended = false;
  }

  /** The next frame, which stays the next one; null at the end. */
  private @Nullable Held first() throws IOException {
    while (held.isEmpty() && fill()) {}
    return held.peek();
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    framer.release();
    int count = offset < fileEnd ? file.read(buffer.clear(), offset) : -1;
    if (count <= 0) {
      ended = true;
      framer.end();
      return !held.isEmpty();
    }
    buffer.flip().limit((int) Math.min(count, fileEnd - offset));
    offset += buffer.limit();
    framer.push(buffer);
    return true;
  }

  @Override
  public @Nullable FilePacket next() throws IOException {
    Held next = first();
    if (next == null) {
      return null;
    }
    held.remove();
    track = next.track();
    Packet packet = next.packet();
    return new FilePacket(packet.payload(), next.sample(), packet.sampleCount(), 0, 0);
  }

  private static FlacFrameHeader header(Held frame) {
    return FlacFrameHeader.read(frame.packet().payload()).orElseThrow();
  }

  private long number(FlacFrameHeader header) {
    return header.variableBlockSize() ? header.number() : header.number() * blockSize;
  }

  @Override
  public void track(Track found) {
    framed = found;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    Track of = framed;
    if (of == null) {
      return;
    }
    if (sample < 0) {
      long told = number(FlacFrameHeader.read(packet.payload()).orElseThrow()) - origin;
      sample = Math.max(0, told);
    }
    held.add(new Held(of, packet, base + streamOffset - packet.byteCount(), sample));
    sample += packet.sampleCount();
  }

  @Override
  public void skipped(Skip skip) {
    if (sample >= 0) {
      sample += skip.lostSamples();
    }
  }

  @Override
  public void title(String title) {}
}
