package isr.format.ogg;

import isr.media.FileOutline;
import isr.media.FramerSink;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How long a file of one link is, from its headers, its first page of audio and its last page. What
 * else is found, such as a chain, has to be read whole.
 */
final class OggOutline implements OggPageReader.Listener, FramerSink {
  /** Read at a time from the beginning, until the first page of audio is there. */
  private static final int READ_BYTES = 8 * 1024;

  /** Longer headers, such as those with a picture, are not waited for. */
  private static final int MAX_HEAD_BYTES = 256 * 1024;

  private final OggFramer framer = new OggFramer(this, Faults.NONE);
  private final OggPageReader pages = new OggPageReader(this);
  private @Nullable Track track;
  private long samples;
  private int serial;
  private int links;
  private boolean damaged;

  /** Granule position at which the first packet begins, once a page has told it. */
  private OptionalLong origin = OptionalLong.empty();

  private OggOutline() {}

  static Optional<FileOutline> of(FileChannel file) throws IOException {
    OggOutline head = new OggOutline();
    head.read(file);
    Track track = head.track;
    return track == null ? Optional.empty() : Optional.of(head.outline(track, file));
  }

  private void read(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    for (long at = 0; at < MAX_HEAD_BYTES && origin.isEmpty(); at += buffer.limit()) {
      if (file.read(buffer.clear(), at) <= 0) {
        return;
      }
      pages.push(buffer.flip());
      pages.release();
    }
  }

  private FileOutline outline(Track found, FileChannel file) throws IOException {
    Optional<OggPage> last = lastPage(file);
    if (damaged || links != 1 || origin.isEmpty() || last.isEmpty()) {
      return new FileOutline(found, OptionalLong.empty(), false);
    }
    boolean sameLink = last.get().serial() == serial && last.get().granule() >= 0;
    if (!sameLink) {
      return new FileOutline(found, OptionalLong.empty(), false);
    }
    long hidden = found instanceof OpusTrack opus ? opus.preSkip() : 0;
    long audible = last.get().granule() - origin.getAsLong() - hidden;
    return new FileOutline(found, OptionalLong.of(Math.max(0, audible)), true);
  }

  /** The page that ends with the file; empty when none does. */
  private static Optional<OggPage> lastPage(FileChannel file) throws IOException {
    int count = (int) Math.min(file.size(), OggPage.MAX_BYTES);
    ByteBuffer tail = ByteBuffer.allocate(count);
    long from = file.size() - count;
    while (tail.hasRemaining() && file.read(tail, from + tail.position()) >= 0) {}
    byte[] bytes = tail.array();
    for (int at = count - OggPage.HEADER_BYTES; at >= 0; at--) {
      if (endsThere(bytes, at)) {
        return Optional.of(new OggPage(bytes, at, from + at));
      }
    }
    return Optional.empty();
  }

  private static boolean endsThere(byte[] bytes, int at) {
    if (bytes[at] != 'O' || bytes[at + 1] != 'g' || bytes[at + 2] != 'g' || bytes[at + 3] != 'S') {
      return false;
    }
    OggPage page = new OggPage(bytes, at, 0);
    int length = bytes.length - at;
    return OggPage.HEADER_BYTES + page.segments() <= length
        && page.length() == length
        && OggPage.checksum(bytes, at, length) == OggPage.intAt(bytes, at + OggPage.CHECKSUM);
  }

  @Override
  public void page(OggPage page) throws IOException {
    if (origin.isPresent()) {
      return;
    }
    if (page.begins()) {
      links++;
      serial = page.serial();
    }
    framer.page(page);
    if (samples > 0 && page.granule() >= 0) {
      origin = OptionalLong.of(Math.max(0, page.granule() - samples));
    }
  }

  @Override
  public void stray(Stray bytes) {
    damaged = true;
  }

  @Override
  public void track(Track announced) {
    if (track == null) {
      track = announced;
    }
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    samples += packet.sampleCount();
  }

  @Override
  public void skipped(Skip skip) {
    damaged = true;
  }

  @Override
  public void title(String title) {}
}
