package isr.cli;

import isr.testing.OggLinks;
import isr.testing.RawClient;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one mount, and the unsplit stream as a second listener had it.
 *
 * @param name of the source
 * @param mount that was recorded
 * @param listener the second listener, who had more at both ends
 * @param files what was recorded, in order
 * @param scratch a directory for links that are decoded one by one
 */
record OggTake(String name, OggMount mount, RawClient listener, List<Path> files, Path scratch) {
  /** What became of the packets; lead-in, which is in the file before, too, is left out. */
  PacketAccount packets() {
    List<StreamPacket> recorded = new ArrayList<>();
    for (Path file : files) {
      List<StreamPacket> packets = OggLinks.audio(read(file));
      recorded.addAll(packets.subList(repeated(recorded, packets), packets.size()));
    }
    return PacketAccount.of(OggLinks.audio(listener.bytes()), recorded);
  }

  /** How many packets at the start of a file are those at the end of what was before. */
  private int repeated(List<StreamPacket> before, List<StreamPacket> packets) {
    int most = mount.codec().equals("opus") ? 64 : mount.codec().equals("vorbis") ? 1 : 0;
    for (int count = Math.min(most, Math.min(before.size(), packets.size())); count > 0; count--) {
      if (contents(before.subList(before.size() - count, before.size()))
          .equals(contents(packets.subList(0, count)))) {
        return count;
      }
    }
    return 0;
  }

  private static List<java.nio.ByteBuffer> contents(List<StreamPacket> packets) {
    return packets.stream().map(StreamPacket::content).toList();
  }

  /**
   * The joints as one decoder has them. The link in which a chain was joined is left out: where
   * only its last page was heard, nobody can tell how much of that was to be cut off.
   */
  JointAccount joints(String decoder) {
    short[] reference = joined(decode(decoder, "whole", listener.bytes()));
    List<short[]> parts = new ArrayList<>();
    int left = mount.isChain() ? 1 : 0;
    for (Path file : files) {
      List<short[]> links = decode(decoder, "part", read(file));
      if (left < links.size()) {
        parts.add(joined(links.subList(left, links.size())));
      }
      left = Math.max(0, left - links.size());
    }
    return JointAccount.of(reference, parts, mount.settling(), mount.tolerance());
  }

  /** All links of a file, decoded one after the other. */
  short[] decoded(String decoder, Path file) {
    return joined(decode(decoder, "cut", read(file)));
  }

  /** All links, each decoded by itself: a decoder that is led over a chain may do what it likes. */
  private List<short[]> decode(String decoder, String label, byte[] chain) {
    return links(label, chain).stream().map(link -> OggMount.decode(decoder, link)).toList();
  }

  private static short[] joined(List<short[]> links) {
    short[] all = new short[links.stream().mapToInt(link -> link.length).sum()];
    int at = 0;
    for (short[] link : links) {
      System.arraycopy(link, 0, all, at, link.length);
      at += link.length;
    }
    return all;
  }

  /** The links of a chain as files. */
  private List<Path> links(String label, byte[] chain) {
    List<Path> paths = new ArrayList<>();
    for (byte[] link : OggLinks.of(chain)) {
      Path path = scratch.resolve(label + "-link" + paths.size() + ".ogg");
      try {
        paths.add(Files.write(path, link));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return paths;
  }

  /** How many links a file has. */
  static int linkCount(Path file) {
    return OggLinks.of(read(file)).size();
  }

  /** What the checkers say. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (Path file : files) {
      mount
          .complaints(file, links("judged", read(file)))
          .forEach(complaint -> complaints.add(file.getFileName() + ": " + complaint));
    }
    return complaints;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
