package isr.cli;

import isr.testing.StreamPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a stream's packets in files: counted by comparing contents, one by one.
 *
 * @param first index of the first recorded packet in the stream
 * @param last index of the last recorded packet in the stream
 * @param holes where packets of the stream are missing between two recorded ones
 * @param doubled packets that are there again, or out of their order
 * @param foreign packets that the stream never had
 * @param recorded how many there are in the files
 */
record PacketAccount(
    int first, int last, List<Hole> holes, int doubled, int foreign, int recorded) {
  /**
   * Packets that were not recorded.
   *
   * @param from index of the first in the stream
   * @param to index behind the last
   */
  record Hole(int from, int to) {}

  /** Compares the packets of files, in their order, with those of the stream. */
  static PacketAccount of(List<StreamPacket> stream, List<StreamPacket> recorded) {
    Map<ByteBuffer, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < stream.size(); i++) {
      places.computeIfAbsent(stream.get(i).content(), content -> new ArrayList<>()).add(i);
    }
    int first = -1;
    int last = -1;
    int doubled = 0;
    int foreign = 0;
    List<Hole> holes = new ArrayList<>();
    for (StreamPacket packet : recorded) {
      List<Integer> found = places.getOrDefault(packet.content(), List.of());
      int place = nextAfter(found, last);
      if (found.isEmpty()) {
        foreign++;
      } else if (place < 0) {
        doubled++;
      } else {
        if (first < 0) {
          first = place;
        } else if (place > last + 1) {
          holes.add(new Hole(last + 1, place));
        }
        last = place;
      }
    }
    return new PacketAccount(first, last, holes, doubled, foreign, recorded.size());
  }

  private static int nextAfter(List<Integer> places, int last) {
    return places.stream().filter(place -> place > last).findFirst().orElse(-1);
  }

  /** How many packets are missing between the first and the last recorded one. */
  int lost() {
    return holes.stream().mapToInt(hole -> hole.to() - hole.from()).sum();
  }

  /** Whether nothing is lost, doubled or foreign. */
  boolean isExact() {
    return first >= 0 && holes.isEmpty() && doubled == 0 && foreign == 0;
  }
}
