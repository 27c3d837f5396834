package isr.cli;

import isr.testing.LiveEncoding;
import isr.testing.StreamPacket;
import isr.testing.StreamPackets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A segment that the recorder wrote, taken apart by the tests' own parsers.
 *
 * @param path where it is
 * @param encoding what is in it
 * @param packets its audible packets, without the lead-in that its headers hide
 * @param hiddenPackets how many packets of lead-in precede them
 * @param trimmed samples at the start of the first audible packet that a header hides: an Opus
 *     stream's own pre-skip, where it is joined
 */
record RecordedFile(
    Path path, LiveEncoding encoding, List<StreamPacket> packets, int hiddenPackets, int trimmed) {
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

  /** The segments of one source, which its name begins the names of, in their order. */
  static List<RecordedFile> all(Path directory, String source, LiveEncoding encoding) {
    return paths(directory, source).stream().map(path -> read(path, encoding)).toList();
  }

  /** The files of one source, in their order: with equal times, that without a number first. */
  static List<Path> paths(Path directory, String source) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(source + "_"))
          .sorted(
              java.util.Comparator.comparing(
                      (Path file) -> stem(file).substring(0, source.length() + 16))
                  .thenComparing(file -> stem(file).length())
                  .thenComparing(file -> stem(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  /** Takes a file apart; one that is being written, or was when its writer was killed, too. */
  static RecordedFile read(Path path, LiveEncoding encoding) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<StreamPacket> packets = encoding.packets(bytes);
    if (encoding.isMpeg()) {
      return mpeg(path, encoding, packets);
    }
    return encoding == LiveEncoding.OPUS && !packets.isEmpty()
        ? opus(path, preSkip(bytes), packets)
        : without(0, path, encoding, packets);
  }

  private static RecordedFile mpeg(Path path, LiveEncoding encoding, List<StreamPacket> packets) {
    if (packets.isEmpty() || !isInfoFrame(packets.get(0).content())) {
      return without(0, path, encoding, packets);
    }
    ByteBuffer info = packets.get(0).content();
    List<StreamPacket> audio = packets.subList(1, packets.size());
    int samples = packets.get(0).sampleCount();
    return without((encoderDelay(info) + 529) / samples, path, encoding, audio);
  }

  private static RecordedFile without(
      int hidden, Path path, LiveEncoding encoding, List<StreamPacket> packets) {
    int all = Math.min(hidden, packets.size());
    return new RecordedFile(path, encoding, packets.subList(all, packets.size()), all, 0);
  }

  private static boolean isInfoFrame(ByteBuffer frame) {
    return infoAt(frame) > 0;
  }

  /** Where the Info or Xing tag begins; 0 when there is none. Its place depends on the mode. */
  private static int infoAt(ByteBuffer frame) {
    for (int at : List.of(13, 21, 36)) {
      if (at + 4 <= frame.limit()) {
        String tag = ascii(frame, frame.position() + at);
        if (tag.equals("Info") || tag.equals("Xing")) {
          return at;
        }
      }
    }
    return 0;
  }

  private static String ascii(ByteBuffer frame, int at) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append((char) frame.get(at + i));
    }
    return text.toString();
  }

  /** The 12 bits of encoder delay in the LAME tag; -529, hence nothing hidden, without one. */
  private static int encoderDelay(ByteBuffer frame) {
    int lame = frame.position() + infoAt(frame) + 120;
    if (ascii(frame, lame).charAt(0) != 'L') {
      return -529;
    }
    return (frame.get(lame + 21) & 0xFF) << 4 | (frame.get(lame + 22) & 0xF0) >> 4;
  }

  private static int preSkip(byte[] bytes) {
    ByteBuffer head = StreamPackets.oggPackets(bytes).get(0).content();
    return (head.get(10) & 0xFF) | (head.get(11) & 0xFF) << 8;
  }

  /** The pre-skip hides whole packets of lead-in first: RFC 7845, section 5.1. */
  private static RecordedFile opus(Path path, int preSkip, List<StreamPacket> packets) {
    int left = preSkip;
    int hidden = 0;
    while (hidden < packets.size() && packets.get(hidden).sampleCount() <= left) {
      left -= packets.get(hidden++).sampleCount();
    }
    List<StreamPacket> audible = packets.subList(hidden, packets.size());
    return new RecordedFile(path, LiveEncoding.OPUS, audible, hidden, left);
  }

  /** The time in its name, which is a split point in all but a connection's first segment. */
  Instant nameTime() {
    String stem = stem(path);
    int from = stem.indexOf('_') + 1;
    return LocalDateTime.parse(stem.substring(from, from + 15), NAME_TIME)
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }

  /** Samples per channel of its audible packets. */
  long samples() {
    return packets.stream().mapToLong(StreamPacket::sampleCount).sum();
  }
}
