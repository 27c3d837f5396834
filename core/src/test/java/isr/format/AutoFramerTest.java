package isr.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.format.flac.TestFrames;
import isr.media.AdtsTrack;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.MalformedMediaException;
import isr.media.MpegTrack;
import isr.media.MpegTrack.Version;
import isr.media.Muxer;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import isr.testing.CollectingSink;
import isr.testing.MemoryOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoFramerTest {
  private static final Track MP3 = new MpegTrack(Version.MPEG1, 3, 44_100, 2);
  private static final Track AAC = new AdtsTrack(false, 1, 44_100, 2);

  private static final byte[] FLAC = {'f', 'L', 'a', 'C'};

  private static byte[] mp3(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] frame = body(417, i);
      ByteBuffer.wrap(frame).putInt(0xFFFB_9044);
      Arrays.fill(frame, 4, 36, (byte) 0);
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] aac(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      int length = 300 + i % 5;
      byte[] frame = body(length, i);
      int[] header = {0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3, length << 5 | 0x1F, 0xFC};
      for (int at = 0; at < header.length; at++) {
        frame[at] = (byte) header[at];
      }
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  private static byte[] body(int length, long seed) {
    byte[] body = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      body[i] = (byte) random.nextInt(0x40);
    }
    return body;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] payloads(List<Packet> packets) {
    return join(packets.stream().map(packet -> packet.payload().array()).toArray(byte[][]::new));
  }

  private static CollectingSink read(byte[] stream, int max, Random random) throws IOException {
    CollectingSink sink = new CollectingSink();
    Framer framer = MediaFormats.framer("auto", sink, Optional.of("Audio/MPEG; charset=x"));
    push(framer, stream, max, random);
    framer.end();
    return sink;
  }

  private static void push(Framer framer, byte[] stream, int max, Random random)
      throws IOException {
    for (int at = 0; at < stream.length; ) {
      int count = Math.min(stream.length - at, 1 + random.nextInt(max));
      framer.push(ByteBuffer.wrap(stream, at, count));
      framer.release();
      at += count;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 1400, 8000, 100_000})
  void findsMp3AndAacBehindTheRestOfAFrame(int max) throws Exception {
    for (byte[] frames : List.of(mp3(60), aac(60))) {
      CollectingSink found = read(join(body(200, 9), frames), max, new Random(1));
      assertThat(payloads(found.packets())).containsExactly(frames);
      assertThat(found.tracks()).hasSize(1);
      assertThat(found.skips())
          .containsExactly(new Skip(0, 200, Skip.Kind.JOIN, 0, found.skips().get(0).cause()));
      assertThat(found.packetEnds().get(59)).isEqualTo(200 + frames.length);
    }
  }

  @Test
  void endsShortStreams() throws Exception {
    assertThat(read(mp3(2), 1000, new Random(1)).packets()).hasSize(2);
    assertThat(read(new byte[0], 1000, new Random(1)).events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 417, 1400, 8000, 200_000})
  void followsAChangeFromMp3ToAacAndBackWithoutLosingAFrame(int max) throws Exception {
    byte[] stream = join(mp3(100), aac(100), mp3(100));
    CollectingSink found = read(stream, max, new Random(max));
    assertThat(payloads(found.packets())).containsExactly(stream);
    assertThat(found.tracks()).containsExactly(MP3, AAC, MP3);
    assertThat(found.skips()).isEmpty();
    assertThat(found.packetEnds().get(299)).isEqualTo(stream.length);
    assertThat(found.packets().get(99).samplePosition()).isEqualTo(99L * 1152);
    assertThat(found.packets().get(100).samplePosition()).isZero();
    assertThat(found.packets().get(199).samplePosition()).isEqualTo(99L * 1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 417, 1400, 8000, 200_000})
  void tellsTheTornFrameAtAChangeAsOneDamage(int max) throws Exception {
    byte[] torn = Arrays.copyOf(mp3(1), 300);
    byte[] stream = join(mp3(100), torn, body(150, 4), aac(100));
    CollectingSink found = read(stream, max, new Random(max));
    assertThat(payloads(found.packets())).containsExactly(join(mp3(100), aac(100)));
    assertThat(found.tracks()).containsExactly(MP3, AAC);
    assertThat(found.skips())
        .containsExactly(new Skip(41_700, 450, Skip.Kind.DAMAGE, 0, "mp3 turned into aac"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 417, 8000, 200_000})
  void keepsFramesBetweenATornOneAndAChange(int max) throws Exception {
    byte[] torn = Arrays.copyOf(mp3(1), 300);
    byte[] stream = join(mp3(100), torn, mp3(2), aac(100));
    CollectingSink found = read(stream, max, new Random(max));
    assertThat(payloads(found.packets())).containsExactly(join(mp3(100), mp3(2), aac(100)));
    assertThat(found.skips()).extracting(Skip::offset).containsExactly(41_700L);
    assertThat(found.skips()).extracting(Skip::byteCount).containsExactly(300L);
  }

  @Test
  void staysWithAFormatThatIsOnlyInterrupted() throws Exception {
    byte[] stream = join(mp3(20), body(60_000, 1), mp3(20));
    CollectingSink found = read(stream, 3000, new Random(1));
    assertThat(found.tracks()).containsExactly(MP3);
    assertThat(found.skips()).hasSize(1);
    assertThat(found.packets()).hasSizeBetween(39, 40);
  }

  @Test
  void givesUpBehind64KilobytesWithoutAudio() throws Exception {
    Framer framer = MediaFormats.framer("auto", new CollectingSink(), Optional.empty());
    framer.push(ByteBuffer.wrap(body(64 * 1024, 1)));
    assertThatThrownBy(() -> framer.push(ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("audio in the first 64 KB");
  }

  @Test
  void looksLongerWhereOggWasSeen() throws Exception {
    Framer framer = MediaFormats.framer("auto", new CollectingSink(), Optional.empty());
    framer.push(ByteBuffer.wrap(join(body(1000, 1), new byte[] {'O', 'O', 'g'})));
    framer.push(ByteBuffer.wrap(new byte[] {'g'}));
    framer.push(ByteBuffer.wrap(new byte[] {'O', 'g', 'g'}));
    framer.push(ByteBuffer.wrap(join(new byte[] {'S'}, body(1_300_000, 1))));
    assertThatThrownBy(() -> framer.push(ByteBuffer.wrap(body(20_000, 1))))
        .isInstanceOf(MalformedMediaException.class);
  }

  /** The picture is random bytes, in which anything may seem to begin. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void recognisesOggBehindCoverArt(long seed) throws Exception {
    byte[] tags = new byte[900_000];
    new Random(seed).nextBytes(tags);
    ByteBuffer head = ByteBuffer.allocate(19);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 2).rewind();
    OpusTrack track = new OpusTrack(2, 0, head, ByteBuffer.wrap(tags));
    System.arraycopy("OpusTags".getBytes(StandardCharsets.US_ASCII), 0, tags, 0, 8);
    MemoryOutput output = new MemoryOutput();
    SegmentInfo info =
        new SegmentInfo("test", ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    Muxer muxer = MediaFormats.forTrack(track).muxer(track, output, info);
    muxer.start(List.of());
    for (int i = 0; i < 20; i++) {
      muxer.write(new Packet(ByteBuffer.wrap(new byte[] {(byte) 0xfc, (byte) i}), 960L * i, 960));
    }
    muxer.finish();
    CollectingSink found = read(output.bytes(), 3000, new Random(seed));
    assertThat(found.tracks()).containsExactly(track);
    assertThat(found.packets()).hasSize(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html>not found</html>| an HTML page",
        "  <HTML lang=de>| an HTML page",
        "#EXTM3U~http://radio.example/live| a playlist",
        "[playlist]~File1=http://radio.example| a playlist",
        "http://radio.example/live| a playlist",
        "Server full, try again| found text",
      })
  void saysWhatItWasInsteadOfAudio(String body, String reason) {
    byte[] bytes = body.replace("~", "\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> read(bytes, 1000, new Random(1)))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "RIFF____WAVE, WAV",
    "____ftypisom, MP4",
    "ADIF____, ADIF",
  })
  void saysWhatIsNotSupported(String start, String reason) {
    byte[] bytes = join(start.getBytes(StandardCharsets.UTF_8), body(70_000, 1));
    assertThatThrownBy(() -> read(bytes, 1000, new Random(1)))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void joinsFlacInMidFrame() throws Exception {
    byte[] stream = flac(40);
    CollectingSink found =
        read(Arrays.copyOfRange(stream, 1000, stream.length), 1000, new Random(1));
    assertThat(found.tracks()).extracting(Track::codec).containsExactly("flac");
    assertThat(found.packets()).hasSize(39);
    assertThat(found.skips()).hasSize(1);
  }

  @Test
  void passesOverThePicturesOfFlac() throws Exception {
    byte[] head = TestFrames.streamHead(1000, "TITLE=x");
    head[42] = 4; // another block follows the comments
    byte[] picture = join(new byte[] {(byte) 0x86, 0x04, 0, 0}, mp3(600), new byte[0x40000]);
    byte[] whole = join(head, Arrays.copyOf(picture, 4 + 0x40000), flac(20));
    CollectingSink found = read(whole, 5000, new Random(1));
    assertThat(found.tracks()).extracting(Track::codec).containsExactly("flac");
    assertThat(found.titles()).containsExactly("x");
    assertThat(found.packets()).hasSize(20);
  }

  @Test
  void followsAChangeToFlacAndBack() throws Exception {
    byte[] stream = join(mp3(60), flac(40), mp3(2000));
    CollectingSink found = read(stream, 3000, new Random(1));
    assertThat(found.tracks()).extracting(Track::codec).containsExactly("mp3", "flac", "mp3");
    assertThat(found.packets()).hasSizeGreaterThan(60 + 40 + 2000 - 3);
  }

  /** Native FLAC would find most of the frames, all but one on each page. */
  @ParameterizedTest(name = "damaged pages from {0} to {1}")
  @CsvSource({"0, 0", "0, 300", "40, 400", "1, 900"})
  void oggFlacStaysOggHoweverManyPagesAreDamaged(int from, int to) throws Exception {
    byte[] stream = oggFlac(1000, from, to);
    for (int max : List.of(1400, 200_000)) {
      CollectingSink found = read(stream, max, new Random(1));
      assertThat(found.tracks())
          .isNotEmpty()
          .allSatisfy(
              t -> assertThat(((FlacTrack) t).container()).isEqualTo(FlacTrack.Container.OGG));
      assertThat(found.packets()).hasSize(1000 - (to - from));
    }
  }

  @Test
  void followsAChangeFromOggFlacToAnotherFormat() throws Exception {
    byte[] stream = join(oggFlac(100, 0, 0), mp3(1000));
    CollectingSink found = read(stream, 3000, new Random(1));
    assertThat(found.tracks()).extracting(Track::codec).containsExactly("flac", "mp3");
    assertThat(found.packets()).hasSize(100 + 1000);
  }

  /** STREAMINFO is the last block; each frame has a page, some of which have a wrong checksum. */
  private static byte[] oggFlac(int count, int damagedFrom, int damagedTo) {
    byte[][] pages = new byte[count + 1][];
    byte[] info = Arrays.copyOfRange(TestFrames.streamHead(1000), 4, 42);
    info[0] = (byte) 0x80;
    pages[0] = oggPage(2, 0, join(new byte[] {0x7F, 'F', 'L', 'A', 'C', 1, 0, 0, 0}, FLAC, info));
    for (int i = 0; i < count; i++) {
      pages[i + 1] = oggPage(0, i + 1, TestFrames.fixed(i, 1000));
      pages[i + 1][22] ^= (byte) (i >= damagedFrom && i < damagedTo ? 1 : 0);
    }
    return join(pages);
  }

  private static byte[] oggPage(int flags, int sequence, byte[] packet) {
    int segments = packet.length / 255 + 1;
    ByteBuffer page =
        ByteBuffer.allocate(27 + segments + packet.length).order(ByteOrder.LITTLE_ENDIAN);
    page.put(new byte[] {'O', 'g', 'g', 'S', 0, (byte) flags}).putLong(1000L * sequence);
    page.putInt(7).putInt(sequence).putInt(0).put((byte) segments);
    for (int i = 0; i < segments - 1; i++) {
      page.put((byte) 255);
    }
    page.put((byte) (packet.length % 255)).put(packet);
    return page.putInt(22, oggChecksum(page.array())).array();
  }

  /** RFC 3533, section 6: the polynomial 0x04c11db7, highest bit first, from 0. */
  private static int oggChecksum(byte[] page) {
    int sum = 0;
    for (byte b : page) {
      sum ^= b << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum < 0 ? sum << 1 ^ 0x04c11db7 : sum << 1;
      }
    }
    return sum;
  }

  private static byte[] flac(int count) {
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; i++) {
      frames[i] = TestFrames.fixed(100 + i, 1000);
    }
    return join(frames);
  }

  @Test
  void recognisesLatmByItsSyncWord() {
    byte[] bytes = join(new byte[] {0x56, (byte) 0xE1, 0x10}, body(70_000, 1));
    assertThatThrownBy(() -> read(bytes, 1000, new Random(1))).hasMessageContaining("LATM");
  }

  @Test
  void readsOneFormatWhenToldTo() throws Exception {
    CollectingSink sink = new CollectingSink();
    Framer framer = MediaFormats.framer("mp3", sink, Optional.of("audio/aac"));
    framer.push(ByteBuffer.wrap(join(aac(10), mp3(10), aac(100), mp3(10))));
    framer.end();
    assertThat(sink.tracks()).containsExactly(MP3);
    assertThat(sink.packets()).hasSizeBetween(19, 20);
  }

  @Test
  void knowsTheFormatsOfStreams() throws Exception {
    for (String name : List.of("auto", "mp3", "aac", "ogg", "opus", "flac")) {
      MediaFormats.framer(name, new CollectingSink(), Optional.empty()).end();
    }
    for (String name : List.of("wav", "x")) {
      assertThatThrownBy(() -> MediaFormats.framer(name, new CollectingSink(), Optional.empty()))
          .isInstanceOf(UnsupportedMediaException.class);
    }
  }

  @Test
  void keepsLittleWhileNothingIsFound() throws Exception {
    CollectingSink sink = new CollectingSink();
    AutoFramer framer = (AutoFramer) MediaFormats.framer("auto", sink, Optional.empty());
    framer.push(ByteBuffer.wrap(mp3(10)));
    for (int i = 0; i < 300; i++) {
      framer.push(ByteBuffer.wrap(body(8000, i)));
      framer.release();
      assertThat(framer.keptBytes()).isLessThan(64 * 1024);
    }
    framer.push(ByteBuffer.wrap(aac(10)));
    framer.end();
    assertThat(sink.tracks()).containsExactly(MP3, AAC);
    assertThat(sink.packets()).hasSizeBetween(19, 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survivesMangledStreams(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] stream = join(mp3(60), aac(80), mp3(60));
    for (int i = 0; i < 60; i++) {
      stream[4000 + random.nextInt(stream.length - 4000)] = (byte) random.nextInt();
    }
    CollectingSink found = read(stream, 2000, random);
    long inPackets = found.packets().stream().mapToLong(Packet::byteCount).sum();
    long skipped = found.skips().stream().mapToLong(Skip::byteCount).sum();
    assertThat(inPackets + skipped).isEqualTo(stream.length);
  }
}
