package isr.format.adts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.adts.AdtsFrames.AdtsKind;
import isr.media.AdtsTrack;
import isr.media.UnsupportedMediaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdtsInMp4Test {
  private static final List<String> CONTAINERS =
      List.of("moov", "trak", "mdia", "minf", "dinf", "stbl");

  @TempDir Path directory;

  /** Boxes that hold no others, by their path; what follows the type of each. */
  private static Map<String, ByteBuffer> boxes(ByteBuffer in, String parent) {
    Map<String, ByteBuffer> found = new TreeMap<>();
    while (in.hasRemaining()) {
      int start = in.position();
      long size = in.getInt() & 0xFFFFFFFFL;
      byte[] type = new byte[4];
      in.get(type);
      String name = new String(type, StandardCharsets.US_ASCII);
      if (size == 1) {
        size = in.getLong();
      }
      ByteBuffer content = in.slice(in.position(), (int) (start + size - in.position()));
      in.position((int) (start + size));
      if (CONTAINERS.contains(name)) {
        found.putAll(boxes(content, parent + name + "/"));
      } else {
        found.put(parent + name, content);
      }
    }
    return found;
  }

  /** The whole MP4 file. */
  private ByteBuffer inMp4(byte[] adts, long counted) throws IOException {
    Path file = Files.write(directory.resolve("a.aac"), adts);
    Path headFile = directory.resolve("head");
    try (FileChannel in = FileChannel.open(file);
        FileChannel head =
            FileChannel.open(headFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long bytes = AdtsInMp4.writeHead(in, counted, head);
      assertThat(head.size()).isEqualTo(bytes);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Files.readAllBytes(headFile));
    all.write(adts, 0, (int) counted);
    Files.delete(headFile);
    return ByteBuffer.wrap(all.toByteArray());
  }

  /** What the table says that the frames are. */
  private static List<ByteBuffer> frames(ByteBuffer mp4) {
    String table = "moov/trak/mdia/minf/stbl/";
    Map<String, ByteBuffer> boxes = boxes(mp4.duplicate(), "");
    ByteBuffer sizes = boxes.get(table + "stsz").position(8);
    ByteBuffer offsets = boxes.get(table + "stco").position(4);
    int count = sizes.getInt();
    assertThat(offsets.getInt()).isEqualTo(count);
    List<ByteBuffer> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(mp4.slice(offsets.getInt(), sizes.getInt()));
    }
    assertThat(sizes.hasRemaining() || offsets.hasRemaining()).isFalse();
    return frames;
  }

  private static ByteBuffer blocks(AdtsKind kind, int i) {
    byte[] frame = AdtsFrames.frame(kind, 100 + 37 * (i % 11), i);
    return ByteBuffer.wrap(frame, kind.crc() ? 9 : 7, frame.length - (kind.crc() ? 9 : 7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTableFindsEachFrameBehindItsHeader(boolean crc) throws IOException {
    AdtsKind kind = crc ? AdtsKind.LC.withCrc() : AdtsKind.LC;
    byte[] adts = AdtsFrames.frames(kind, 40);
    List<ByteBuffer> frames = frames(inMp4(adts, adts.length));
    assertThat(frames).hasSize(40);
    for (int i = 0; i < 40; i++) {
      assertThat(frames.get(i)).isEqualTo(blocks(kind, i));
    }
  }

  @Test
  void itTellsLengthAndTrack() throws IOException {
    byte[] adts = AdtsFrames.frames(AdtsKind.LC.atIndex(7).ofChannels(1), 40);
    Map<String, ByteBuffer> boxes = boxes(inMp4(adts, adts.length), "");
    assertThat(boxes.keySet())
        .containsExactlyInAnyOrder(
            "ftyp",
            "mdat",
            "moov/mvhd",
            "moov/trak/tkhd",
            "moov/trak/mdia/mdhd",
            "moov/trak/mdia/hdlr",
            "moov/trak/mdia/minf/smhd",
            "moov/trak/mdia/minf/dinf/dref",
            "moov/trak/mdia/minf/stbl/stsd",
            "moov/trak/mdia/minf/stbl/stts",
            "moov/trak/mdia/minf/stbl/stsc",
            "moov/trak/mdia/minf/stbl/stsz",
            "moov/trak/mdia/minf/stbl/stco");
    ByteBuffer media = boxes.get("moov/trak/mdia/mdhd").position(20);
    assertThat(media.getInt()).isEqualTo(22_050);
    assertThat(media.getLong()).isEqualTo(40 * 1024);
    assertThat(boxes.get("mdat")).isEqualTo(ByteBuffer.wrap(adts));
    ByteBuffer description = boxes.get("moov/trak/mdia/minf/stbl/stsd");
    byte[] bytes = new byte[description.remaining()];
    description.get(bytes);
    // AAC LC, index 7, one channel: 00010 0111 0001 000
    assertThat(bytes).containsSequence(5, 2, 0b0001_0011, (byte) 0b1000_1000);
  }

  @Test
  void whatLiesBetweenFramesAndBehindTheLimitIsInNone() throws IOException {
    byte[] first = AdtsFrames.frames(AdtsKind.LC, 20);
    ByteArrayOutputStream adts = new ByteArrayOutputStream();
    adts.writeBytes(first);
    adts.writeBytes(new byte[333]);
    adts.writeBytes(first);
    List<ByteBuffer> frames = frames(inMp4(adts.toByteArray(), adts.size() - 1));
    assertThat(frames).hasSize(39);
    assertThat(frames.get(20)).isEqualTo(blocks(AdtsKind.LC, 0));
  }

  @Test
  void whatMp4CannotTellIsRefused() {
    byte[] one = AdtsFrames.frames(AdtsKind.LC, 20);
    byte[] other = AdtsFrames.frames(AdtsKind.LC.atIndex(3), 20);
    byte[] two = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, two, one.length, other.length);
    for (byte[] adts :
        List.of(
            two,
            AdtsFrames.frames(AdtsKind.LC.ofBlocks(2), 20),
            AdtsFrames.frames(AdtsKind.LC.ofChannels(0), 20),
            new byte[1000],
            new byte[0])) {
      assertThatThrownBy(() -> inMp4(adts, adts.length))
          .isInstanceOf(UnsupportedMediaException.class);
    }
  }

  @Test
  void beyondFourGigabytesOffsetsAreLonger() throws IOException {
    AdtsTrack track = new AdtsTrack(false, 1, 48_000, 2);
    Mp4Head small = new Mp4Head(track, 1000, 0xFFFF0000L - 8000);
    Mp4Head large = new Mp4Head(track, 1000, 0xFFFFFFF0L - 8000);
    assertThat(small.isLarge()).isFalse();
    assertThat(large.isLarge()).isTrue();
    assertThat(large.byteCount()).isEqualTo(small.byteCount() + 4000);
    Path path = directory.resolve("head");
    try (FileChannel head =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      large.write(head);
    }
    ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(path));
    assertThat(head.getLong(head.limit() - 8)).isEqualTo(16 + 0xFFFFFFF0L - 8000);
    assertThat(boxes(head.slice(0, head.limit() - 16), ""))
        .containsKey("moov/trak/mdia/minf/stbl/co64");
  }
}
