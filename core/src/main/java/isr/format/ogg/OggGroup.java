package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The logical bitstreams that begin together, as one link of a chain (RFC 3533, section 4). */
final class OggGroup {
  /** More bitstreams in one link are left out without a look. */
  static final int MAX_STREAMS = 32;

  /** One that may be followed; what it tells is kept. */
  private record Candidate(OggLink link, HeldSink sink) {
    OggLink open() throws IOException {
      sink.open();
      return link;
    }
  }

  private final FramerSink sink;
  private final Faults faults;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Integer> serials = new HashSet<>();
  private int rank;
  private boolean malformed;

  OggGroup(FramerSink sink, Faults faults) {
    this.sink = sink;
    this.faults = faults;
    clear();
  }

  void clear() {
    candidates.clear();
    serials.clear();
    rank = Integer.MAX_VALUE;
    malformed = false;
  }

  boolean contains(int serial) {
    return serials.contains(serial);
  }

  /**
   * Takes the page that begins a bitstream.
   *
   * @return whether the bitstream may be followed, or what is wrong with it has been told
   */
  boolean add(OggPage page) throws IOException {
    if (serials.size() == MAX_STREAMS) {
      return false;
    }
    serials.add(page.serial());
    ByteBuffer packet = firstPacket(page);
    try {
      Optional<OggMapping> mapping = OggMappings.of(packet, page.offset());
      if (mapping.isEmpty()) {
        rank = Math.min(rank, OggMappings.rank(packet));
        return false;
      }
      HeldSink held = new HeldSink(sink);
      OggLink link = new OggLink(held, faults, mapping.get(), page.serial());
      candidates.add(new Candidate(link, held));
      link.page(page, null);
    } catch (MalformedMediaException e) {
      malformed = true;
      String cause = String.valueOf(e.getMessage());
      sink.skipped(new Skip(page.offset(), page.length(), Skip.Kind.DAMAGE, 0, cause));
    }
    return true;
  }

  /**
   * The bitstream to follow; none when its header is malformed.
   *
   * @param next the first page after the group: among several its own is followed; null at the end
   * @throws isr.media.UnsupportedMediaException when none of the group is done
   */
  @Nullable OggLink choose(@Nullable OggPage next) throws IOException {
    for (Candidate candidate : candidates) {
      if (next != null && candidate.link().serial() == next.serial()) {
        return candidate.open();
      }
    }
    if (!candidates.isEmpty()) {
      return candidates.get(0).open();
    }
    if (malformed || rank == Integer.MAX_VALUE) {
      return null;
    }
    throw OggMappings.unsupported(rank);
  }

  /** The first packet, or what of it is on the page. */
  static ByteBuffer firstPacket(OggPage page) {
    int length = 0;
    for (int i = 0; i < page.segments(); i++) {
      length += page.lacing(i);
      if (page.lacing(i) < OggPage.FULL_SEGMENT) {
        break;
      }
    }
    return ByteBuffer.wrap(page.data(), page.bodyStart(), length);
  }
}
