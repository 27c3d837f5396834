package isr.format.ogg;

import static isr.format.ogg.MemoryOutput.join;
import static isr.format.ogg.OggPage.BEGIN;
import static isr.format.ogg.OggPage.END;
import static isr.format.ogg.TestPages.audio;
import static isr.format.ogg.TestPages.audioPage;
import static isr.format.ogg.TestPages.head;
import static isr.format.ogg.TestPages.headers;
import static isr.format.ogg.TestPages.page;
import static isr.format.ogg.TestPages.stream;
import static isr.format.ogg.TestPages.tags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.Fault;
import isr.media.FileReport;
import isr.media.UnsupportedMediaException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggInspectorTest {
  @TempDir Path directory;

  @Test
  void tellsTheAudibleRange() throws Exception {
    FileReport report = inspect(stream(7, 3));
    assertThat(report.faults()).isEmpty();
    assertThat(report.packetCount()).isEqualTo(12);
    assertThat(report.leadInSamples()).isEqualTo(312);
    assertThat(report.sampleCount()).isEqualTo(12 * 960 - 312);
    assertThat(report.track()).isPresent();
  }

  @Test
  void countsAllLinksOfAChain() throws Exception {
    FileReport report = inspect(join(stream(7, 3), stream(8, 2)));
    assertThat(report.faults()).isEmpty();
    assertThat(report.sampleCount()).isEqualTo(20 * 960 - 2 * 312);
  }

  @Test
  void countsTheTrimmedEnd() throws Exception {
    byte[] file = join(headers(7), page(END, 1000, 7, 2, audio(9, 1), audio(9, 2)));
    assertThat(inspect(file).sampleCount()).isEqualTo(1000 - 312);
  }

  @Test
  void whatTheHeaderHidesIsNotNegative() throws Exception {
    byte[] file = join(headers(7), page(END, 200, 7, 2, audio(9, 1)));
    assertThat(inspect(file).sampleCount()).isZero();
    onlyFault(file, 0, "hides more than the 200 samples");
  }

  @Test
  void namesWhatIsBrokenAndWhere() throws Exception {
    byte[] first = audioPage(0, 7, 1, 4);
    byte[] second = audioPage(0, 7, 2, 4);
    long third = headers(7).length + (long) first.length + second.length;
    byte[] last = audioPage(END, 7, 4, 4);
    onlyFault(join(headers(7), first, second, last), third, "expected 4, found 5");
    onlyFault(join(headers(7), first, second, new byte[5], audioPage(END, 7, 3, 4)), third, "OggS");
    byte[] damaged = audioPage(0, 7, 3, 4);
    damaged[100] ^= 4;
    onlyFault(join(headers(7), first, second, damaged, last), third, "checksum");
    onlyFault(
        join(headers(7), first, second, Arrays.copyOf(damaged, 90)),
        third,
        "page cut short",
        "end of stream flag");
    onlyFault(join(headers(7), first, second), third - second.length, "end of stream flag not set");
  }

  @Test
  void namesGranulePositionsThatCanNotBe() throws Exception {
    long at = headers(7).length;
    onlyFault(join(headers(7), page(0, 5, 7, 2, audio(9, 1)), end(965)), at, "granule position");
    onlyFault(join(headers(7), page(0, -1, 7, 2, audio(9, 1)), end(1920)), at, "granule position");
    byte[] before = join(headers(7), page(0, 960, 7, 2, audio(9, 1)));
    byte[] back = page(END, 959 - 960, 7, 3, audio(9, 2));
    onlyFault(join(before, back), before.length, "granule position");
  }

  @Test
  void namesHeadersThatAreNotAsTheyShouldBe() throws Exception {
    byte[] bos = page(BEGIN, 0, 7, 0, head());
    byte[] audio = audioPage(END, 7, 1, 4);
    onlyFault(join(page(BEGIN, 3, 7, 0, head()), page(0, 0, 7, 1, tags()), audio), 0, "granule");
    byte[] shorter = Arrays.copyOf(tags("A=b"), 20);
    onlyFault(join(bos, page(0, 0, 7, 1, shorter), audio), bos.length, "OpusTags");
    byte[] both = page(0, 960, 7, 1, tags(), audio(9, 1));
    FileReport report = inspect(join(bos, both, page(END, 1920, 7, 2, audio(9, 1))));
    assertThat(report.faults()).extracting(Fault::rule).anyMatch(r -> r.contains("end its page"));
  }

  @Test
  void namesPacketsThatAreNotAsTheyShouldBe() throws Exception {
    byte[] odd = {(byte) 0xfd, 1, 2, 3};
    onlyFault(
        join(headers(7), page(END, 1920, 7, 2, odd)), headers(7).length, "frames do not fill");
  }

  @Test
  void pagesAfterTheEndAreAFault() throws Exception {
    byte[] whole = stream(7, 2);
    onlyFault(
        join(whole, audioPage(END, 7, 3, 4)), whole.length, "after the one that ends the stream");
  }

  @Test
  void theSerialNumberOfTheLinkBeforeIsAFault() throws Exception {
    byte[] whole = stream(7, 2);
    onlyFault(join(whole, whole), whole.length, "serial number");
  }

  @Test
  void aFileWithoutABitstreamIsAFault() throws Exception {
    assertThat(inspect(new byte[0]).good()).isFalse();
    assertThat(inspect(new byte[5000]).good()).isFalse();
    assertThat(inspect(page(BEGIN, 0, 7, 0, head())).good()).isFalse();
  }

  @Test
  void keepsABoundedNumberOfFaults() throws Exception {
    byte[] file = headers(7);
    byte[] backwards = page(0, 1, 7, 2, audio(1, 1));
    byte[] many = new byte[backwards.length * 1500];
    for (int i = 0; i < 1500; i++) {
      System.arraycopy(backwards, 0, many, i * backwards.length, backwards.length);
    }
    FileReport report = inspect(join(file, many));
    assertThat(report.faults()).hasSize(FileReport.MAX_FAULTS);
    assertThat(report.faultCount()).isGreaterThan(1400);
  }

  @Test
  void saysWhatIsNotSupported() {
    byte[] speex = page(BEGIN, 0, 1, 0, "Speex   ".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> inspect(speex)).isInstanceOf(UnsupportedMediaException.class);
  }

  private static byte[] end(long granule) {
    return page(END, granule, 7, 3, audio(9, 2));
  }

  private void onlyFault(byte[] file, long offset, String... rules) throws Exception {
    FileReport report = inspect(file);
    assertThat(report.faults()).as(report.faults().toString()).hasSize(rules.length);
    assertThat(report.faults().get(0).offset()).isEqualTo(offset);
    for (int i = 0; i < rules.length; i++) {
      assertThat(report.faults().get(i).rule()).contains(rules[i]);
    }
  }

  private FileReport inspect(byte[] bytes) throws Exception {
    try (FileChannel file = FileChannel.open(Files.write(directory.resolve("f"), bytes))) {
      return new OggFormat().inspect(file);
    }
  }
}
