package isr.format.ogg;

import isr.media.Fault;
import isr.media.FileReport;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a file strictly with the parser of the live streams; all that it skips is a fault. */
final class OggInspector implements FramerSink, Faults {
  private static final int READ_BYTES = 1 << 16;

  private final List<Fault> faults = new ArrayList<>();
  private long faultCount;
  private @Nullable Track firstTrack;
  private long packetCount;
  private long audible;

  /** Samples of the link that is being read, and how many of them its header hides. */
  private long linkSamples;

  private int preSkip;
  private int firstPreSkip;

  private OggInspector() {}

  static FileReport inspect(FileChannel file) throws IOException {
    OggInspector inspector = new OggInspector();
    Framer framer = new OggFramer(inspector, inspector);
    readAll(
        file,
        bytes -> {
          framer.push(bytes);
          framer.release();
        });
    framer.end();
    return inspector.report();
  }

  /** Takes a part of a file. */
  @FunctionalInterface
  interface Bytes {
    void take(ByteBuffer bytes) throws IOException;
  }

  /** Reads a whole file, from its start, without moving the channel. */
  static void readAll(FileChannel file, Bytes taker) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    long offset = 0;
    for (int count = file.read(buffer, offset); count > 0; count = file.read(buffer, offset)) {
      offset += count;
      taker.take(buffer.flip());
      buffer.clear();
    }
  }

  private FileReport report() {
    closeLink();
    if (firstTrack == null) {
      fault(0, "expected the headers of a bitstream, found none");
    }
    return new FileReport(
        Optional.ofNullable(firstTrack), packetCount, firstPreSkip, audible, faults, faultCount);
  }

  @Override
  public void track(Track track) {
    closeLink();
    preSkip = track instanceof OpusTrack opus ? opus.preSkip() : 0;
    if (firstTrack == null) {
      firstTrack = track;
      firstPreSkip = preSkip;
    }
  }

  private void closeLink() {
    audible += Math.max(0, linkSamples - preSkip);
    linkSamples = 0;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    packetCount++;
    linkSamples += packet.sampleCount();
  }

  @Override
  public void skipped(Skip skip) {
    if (skip.kind() != Skip.Kind.TAG) {
      String lost = skip.lostSamples() > 0 ? "; samples missing: " + skip.lostSamples() : "";
      fault(skip.offset(), skip.cause() + "; bytes skipped: " + skip.byteCount() + lost);
    }
  }

  /** A title is no matter of rules. */
  @Override
  public void title(String title) {}

  @Override
  public void fault(long offset, String rule) {
    faultCount++;
    if (faults.size() < FileReport.MAX_FAULTS) {
      faults.add(new Fault(offset, rule));
    }
  }
}
