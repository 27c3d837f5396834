package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import isr.format.adts.AdtsFormat;
import isr.format.wav.WavFormat;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.segment.FileMender.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMenderTest {
  private static final FileTime RECORDED = FileTime.from(Instant.parse("2026-11-21T10:00:00Z"));
  private static final int SAMPLES = 100;

  @TempDir Path directory;

  private final MediaFormat wav = new WavFormat();
  private Path file;

  @BeforeEach
  void killedRecorder() throws IOException {
    file = Files.write(directory.resolve("a.wav"), wav(0x7FFF_FFFF));
    Files.setLastModifiedTime(file, RECORDED);
  }

  @Test
  void lookingWritesNothing() throws IOException {
    byte[] before = Files.readAllBytes(file);
    Finding finding = FileMender.look(file, wav);
    assertThat(finding.needsMending()).isTrue();
    assertThat(finding.before().good()).isFalse();
    assertThat(finding.after().good()).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(RECORDED);
  }

  @Test
  void mendsWhatItSaid() throws IOException {
    FileMender.replace(file, wav, FileMender.look(file, wav));
    assertThat(Files.readAllBytes(file)).isEqualTo(wav(2 * SAMPLES));
    assertThat(FileMender.look(file, wav).needsMending()).isFalse();
    assertThat(entries()).containsExactly("a.wav");
  }

  @Test
  void keepsPermissionsAndTime() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    byte[] torn = new byte[wav(0).length + 1];
    System.arraycopy(wav(0x7FFF_FFFF), 0, torn, 0, torn.length - 1);
    Files.write(file, torn);
    Files.setLastModifiedTime(file, RECORDED);
    FileMender.replace(file, wav, FileMender.look(file, wav));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-r--");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(RECORDED);
  }

  @Test
  void aFileOfTheSameLengthIsASecondYounger() throws IOException {
    FileMender.replace(file, wav, FileMender.look(file, wav));
    assertThat(Files.getLastModifiedTime(file).toInstant())
        .isEqualTo(RECORDED.toInstant().plusSeconds(1));
  }

  @Test
  void leavesAFileThatChangedSince() throws IOException {
    Finding finding = FileMender.look(file, wav);
    Files.write(file, new byte[] {1, 2}, StandardOpenOption.APPEND);
    byte[] grown = Files.readAllBytes(file);
    assertThatThrownBy(() -> FileMender.replace(file, wav, finding))
        .hasMessageContaining("changed while it was being read");
    assertThat(Files.readAllBytes(file)).isEqualTo(grown);
    assertThat(entries()).containsExactly("a.wav");
  }

  @Test
  void removesWhatAKilledRepairLeft() throws IOException {
    Files.write(directory.resolve(".a.wav.0123abcd.isr-repair"), new byte[10]);
    Files.write(directory.resolve(".b.wav.0123abcd.isr-repair"), new byte[10]);
    FileMender.replace(file, wav, FileMender.look(file, wav));
    assertThat(entries()).containsExactly(".b.wav.0123abcd.isr-repair", "a.wav");
  }

  @Test
  void refusesWhatHoldsNoAudio() throws IOException {
    Path text = Files.writeString(directory.resolve("text.wav"), "no audio at all");
    assertThatThrownBy(() -> FileMender.look(text, wav))
        .hasMessage("no audio was found in its 15 bytes");
  }

  @Test
  void refusesToCutMostOfAFileAway() throws IOException {
    Path other = write("zip.aac", AdtsFrames.of(3), noise(400_000));
    assertThatThrownBy(() -> FileMender.look(other, new AdtsFormat()))
        .hasMessageContaining("does not seem to be aac");
  }

  @Test
  void refusesToMakeAFileWorse() throws IOException {
    Path mended = write("a.aac", AdtsFrames.of(3), new byte[10]);
    MediaFormat worse = mock(MediaFormat.class, delegatesTo(new AdtsFormat()));
    FileReport faulty = new FileReport(Optional.empty(), 0, 0, 0, List.of(), 2);
    doReturn(faulty).when(worse).inspect(any(Draft.class));
    assertThatThrownBy(() -> FileMender.look(mended, worse))
        .hasMessage("it would have 2 faults instead of 1: it is left as it is");
  }

  @Test
  void cutsZerosOfAnyLength() throws IOException {
    Path cut = write("cut.aac", AdtsFrames.of(3), new byte[400_000]);
    Finding finding = FileMender.look(cut, new AdtsFormat());
    assertThat(finding.repair().removedBytes()).isEqualTo(400_000);
    assertThat(finding.after().good()).isTrue();
  }

  private Path write(String name, byte[]... parts) throws IOException {
    Path path = directory.resolve(name);
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (byte[] part : parts) {
        out.write(ByteBuffer.wrap(part));
      }
    }
    return path;
  }

  /** Bytes that begin no frame. */
  private static byte[] noise(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i % 100 + 1);
    }
    return bytes;
  }

  /** 16 bit mono, as arecord writes it, with the size that the header tells. */
  private static byte[] wav(int told) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x4646_4952).putInt(told == 2 * SAMPLES ? 36 + told : told).putInt(0x4556_4157);
    out.putInt(0x2074_6D66).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16);
    out.putInt(0x6174_6164).putInt(told);
    for (int i = 0; i < SAMPLES; i++) {
      out.putShort((short) (i * 37));
    }
    return out.array();
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
