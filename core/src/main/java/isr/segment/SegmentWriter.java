package isr.segment;

import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one segment from its first packet to its end.
 *
 * <p>Packets reach the operating system at {@link #batch}, but for what an encoder holds until it
 * has a block; the header follows at most {@link #HEADER_NANOS} behind. After an exception the only
 * call that makes sense is {@link #abandon}, which leaves a playable file of what had been written.
 */
public final class SegmentWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  /** The header is brought up to date by the first batch, and by the first after so long. */
  static final long HEADER_NANOS = 600_000_000L;

  /** The distance of the points of the sparse index. */
  static final Duration INDEX_INTERVAL = Duration.ofSeconds(10);

  private final SegmentFile file;
  private final MediaFormat format;
  private final SegmentInfo info;
  private Muxer muxer;

  /** The track of the next packet, when that begins another link of a chain. */
  private @Nullable Track nextTrack;

  private final IndexListener index;
  private final long indexSamples;
  private final DiskSync.Entry sync;
  private final AtomicLong safeSamples;
  private long samples;
  private long payloadBytes;
  private long safePayloadBytes;
  private long nextIndexSample;
  private long indexSample;
  private long indexOffset;
  private long headerNanos;

  /** Takes points of the sparse index of a segment that is being written. */
  @FunctionalInterface
  public interface IndexListener {
    /**
     * A place at which reading can begin.
     *
     * @param sample audible samples of the segment before it
     * @param offset byte offset in the file
     */
    void point(long sample, long offset);
  }

  /**
   * What a segment is made of.
   *
   * @param directory the output directory
   * @param name relative path without extension
   * @param format of the file
   * @param track of its packets
   * @param info for the header
   * @param syncEvery how often its data is forced to the disk
   */
  public record Request(
      Path directory,
      String name,
      MediaFormat format,
      Track track,
      SegmentInfo info,
      Duration syncEvery) {}

  private SegmentWriter(
      Request request,
      SegmentFile file,
      Muxer muxer,
      IndexListener index,
      DiskSync.Entry sync,
      AtomicLong safeSamples) {
    this.file = file;
    this.safeSamples = safeSamples;
    this.format = request.format();
    this.info = request.info();
    this.muxer = muxer;
    this.index = index;
    this.sync = sync;
    this.indexSamples = INDEX_INTERVAL.toSeconds() * request.track().sampleRateHz();
  }

  /**
   * Creates the file and writes its headers and lead-in. When that fails, the file is removed
   * again.
   *
   * @param leadIn the packets just before the first, oldest first; may be empty
   * @param doubt is told where the file may not be on the disk as it was written
   * @param nowNanos on the monotonic clock
   */
  public static SegmentWriter open(
      Request request,
      List<Packet> leadIn,
      DiskSync disk,
      Runnable beforeForce,
      DiskSync.Doubt doubt,
      IndexListener index,
      long nowNanos)
      throws IOException {
    SegmentFile file =
        SegmentFile.create(
            request.directory(), request.name(), request.format().extension(request.track()));
    try {
      Muxer muxer = request.format().muxer(request.track(), file, request.info());
      muxer.start(leadIn);
      file.endUnit();
      file.mark();
      AtomicLong safe = new AtomicLong();
      DiskSync.Entry sync = disk.add(file, request.syncEvery(), beforeForce, safe::get, doubt);
      SegmentWriter writer = new SegmentWriter(request, file, muxer, index, sync, safe);
      writer.headerNanos = nowNanos - HEADER_NANOS;
      writer.indexOffset = file.length();
      return writer;
    } catch (IOException | RuntimeException e) {
      file.delete();
      throw e;
    }
  }

  /** Where the file is. */
  public Path path() {
    return file.path();
  }

  /** Audible samples so far. */
  public long samples() {
    return samples;
  }

  /** Bytes so far. */
  public long bytes() {
    return file.length();
  }

  /**
   * The next packet is of another track with the same parameters; its headers are written with it.
   *
   * @return false when the format holds one track only; nothing has changed then
   */
  public boolean chain(Track track) {
    if (format.chains()) {
      nextTrack = track;
    }
    return format.chains();
  }

  /** Ends one link of a chain and begins the next. */
  private void beginLink(Track track) throws IOException {
    nextTrack = null;
    muxer.finish();
    file.flush();
    safe();
    muxer = format.muxer(track, file, new SegmentInfo(info.source(), info.start()));
    muxer.start(List.of());
  }

  /** Adds a packet. */
  public void write(Packet packet) throws IOException {
    Track begun = nextTrack;
    if (begun != null) {
      beginLink(begun);
    }
    int length = packet.payload().remaining();
    muxer.write(packet);
    file.endUnit();
    samples += packet.sampleCount();
    payloadBytes += length;
  }

  /** What was being played where the file begins has become known. */
  public void startTitle(String title) throws IOException {
    muxer.startTitle(title);
  }

  /**
   * Everything that was read together has been added: hands it to the operating system.
   *
   * @param nowNanos on the monotonic clock
   */
  public void batch(long nowNanos) throws IOException {
    muxer.flush();
    file.flush();
    safe();
    if (indexSample >= nextIndexSample) {
      index.point(indexSample, indexOffset);
      nextIndexSample = indexSample + indexSamples;
    }
    indexSample = safeSamples.get();
    indexOffset = file.length();
    if (nowNanos - headerNanos >= HEADER_NANOS) {
      muxer.refreshHeader();
      headerNanos = nowNanos;
    }
  }

  /** Ends the file as its format wants it; it is forced and closed by the sync thread. */
  public void finish() throws IOException {
    muxer.finish();
    file.flush();
    safe();
    sync.finish();
  }

  private void safe() {
    file.mark();
    safeSamples.set(samples - muxer.heldSamples());
    safePayloadBytes = payloadBytes - muxer.heldBytes();
  }

  /** Whether the file is still where it was made: false when it was removed or renamed. */
  public boolean isThere() {
    return file.isThere();
  }

  /** Audible samples that have reached the operating system for certain. */
  public long safeSamples() {
    return safeSamples.get();
  }

  /** Bytes of the packets that were added. */
  public long payloadBytes() {
    return payloadBytes;
  }

  /** Of these, the ones that have reached the operating system for certain. */
  public long safePayloadBytes() {
    return safePayloadBytes;
  }

  /**
   * After a failed write: cuts off what is not whole and mends the header, from what is really
   * there.
   *
   * @return whether the file holds audio; a file that holds none has been removed
   */
  public boolean abandon() {
    sync.forget();
    try {
      if (safeSamples.get() == 0) {
        file.delete();
        return false;
      }
      file.rewind();
    } catch (IOException e) {
      LOG.warn("{}: could not be cut back after the failed write: {}", path(), e.toString());
    }
    sync.finish(this::repair);
    return true;
  }

  /** Reads the whole file: on the sync thread. */
  private void repair() {
    try {
      file.repair(format);
    } catch (IOException e) {
      LOG.warn("{}: could not be mended after the failed write: {}", path(), e.toString());
    }
  }
}
