package isr.library;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the ledger does not know: what is in them, and how that becomes known. */
class FoundFilesTest {
  private static final Map<String, String> FORMATS = Map.of("aac", "aac", "wav", "wav");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path root;

  @Test
  void headersTellTrackAndLength() throws Exception {
    Files.write(Files.createDirectories(root.resolve("2026")).resolve("a.wav"), wav(1000));
    try (Library library = Library.open(root, FORMATS)) {
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      RecordedSegment found = library.catalogue().segment("2026/a.wav").orElseThrow();
      assertThat(found.state()).isEqualTo(RecordedSegment.State.FOUND);
      assertThat(found.samples()).hasValue(1000);
      assertThat(found.track()).contains(new TrackSummary("pcm", 8000, 1, OptionalInt.of(16)));
    }
  }

  @Test
  void whatHeadersDoNotTellIsReadLater() throws Exception {
    Files.write(root.resolve("a.aac"), adtsFrames(50));
    try (Library library = Library.open(root, FORMATS)) {
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      Await.until("the length", PATIENCE, () -> samples(library, "a.aac").isPresent());
      assertThat(samples(library, "a.aac")).hasValue(50 * 1024);
      assertThat(library.catalogue().counts().estimated()).isZero();
    }
  }

  @Test
  void aFileThatHasChangedIsLookedIntoAgain() throws Exception {
    Path file = Files.write(root.resolve("a.wav"), wav(1000));
    try (Library library = Library.open(root, FORMATS)) {
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      Files.write(file, wav(3000));
      library.rescan();
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      assertThat(samples(library, "a.wav")).hasValue(3000);
    }
  }

  @Test
  void aFileThatHoldsNothingIsReadOnce() throws Exception {
    Files.write(root.resolve("a.wav"), new byte[100]);
    try (Library library = Library.open(root, FORMATS)) {
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      Await.until("the reading", PATIENCE, () -> library.catalogue().counts().estimated() == 0);
      assertThat(samples(library, "a.wav")).isEmpty();
    }
  }

  @Test
  void moreFilesThanOneLookTakes() throws Exception {
    for (int i = 0; i < 450; i++) {
      Files.write(root.resolve(i + ".wav"), wav(i + 1));
    }
    try (Library library = Library.open(root, FORMATS)) {
      assertThat(library.awaitScan(PATIENCE)).isTrue();
      for (int i : new int[] {0, 199, 200, 201, 449}) {
        assertThat(samples(library, i + ".wav")).hasValue(i + 1);
      }
    }
  }

  private static OptionalLong samples(Library library, String path) throws IOException {
    return library
        .catalogue()
        .segment(path)
        .map(RecordedSegment::samples)
        .orElse(OptionalLong.empty());
  }

  /** ISO/IEC 14496-3, 1.A.2.2: AAC LC, 44.1 kHz, stereo, 64 bytes each. */
  private static byte[] adtsFrames(int count) {
    byte[] bytes = new byte[64 * count];
    for (int at = 0; at < bytes.length; at += 64) {
      byte[] header = {(byte) 0xFF, (byte) 0xF1, 0x50, (byte) 0x80, 8, 0x1F, (byte) 0xFC};
      System.arraycopy(header, 0, bytes, at, header.length);
    }
    return bytes;
  }

  private static byte[] wav(int samples) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x4646_4952).putInt(36 + 2 * samples).putInt(0x4556_4157);
    out.putInt(0x2074_6D66).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16);
    return out.putInt(0x6174_6164).putInt(2 * samples).array();
  }
}
