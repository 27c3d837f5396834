package isr.library;

import static org.assertj.core.api.Assertions.assertThat;

import isr.library.LedgerReader.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerReaderTest {
  private static final String NAME = "2026-11-21.jsonl";

  @TempDir Path directory;

  private final List<LedgerEvent> seen = new ArrayList<>();

  @Test
  void anEmptyOrMissingLedgerHasNoEvents() throws IOException {
    LedgerReader reader = new LedgerReader(directory.resolve("none"));

    assertThat(reader.files()).isEmpty();
    assertThat(reader.readAll(seen::add).events()).isZero();
  }

  @Test
  void filesAreReadInTheOrderOfTheirDates() throws IOException {
    write("2026-12-01.jsonl", bytes(List.of(Events.note("2"))));
    write("2026-11-30.jsonl", bytes(List.of(Events.note("1"))));
    write("2027-01-01.jsonl", bytes(List.of(Events.note("3"))));
    write("notes.txt", bytes(List.of(Events.note("none of ours"))));

    assertThat(reader().readAll(seen::add).events()).isEqualTo(3);
    assertThat(seen).containsExactly(Events.note("1"), Events.note("2"), Events.note("3"));
  }

  @Test
  void truncatedAnywhereItGivesTheWholeLinesAndGoesOnThereLater() throws IOException {
    List<LedgerEvent> events = Events.ofEveryKind().subList(1, 4);
    byte[] all = bytes(events);
    for (int length = 0; length <= all.length; length++) {
      seen.clear();
      write(NAME, Arrays.copyOf(all, length));
      Progress first = reader().read(NAME, 0, seen::add);
      assertThat(first.events()).isEqualTo(newlines(all, length));
      assertThat(first.brokenLines()).isZero();

      write(NAME, all);
      reader().read(NAME, first.offset(), seen::add);
      assertThat(seen.equals(events)).isTrue();
    }
  }

  @Test
  void aLineBehindATornOneIsFoundWhereverItTore() throws IOException {
    byte[] torn = LedgerEncoder.line(Events.opened("radio1", "torn.mp3", Events.NOON));
    for (int length = 1; length < torn.length - 1; length++) {
      seen.clear();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.write(torn, 0, length);
      file.writeBytes(bytes(Events.ofEveryKind()));
      write(NAME, file.toByteArray());

      Progress progress = reader().read(NAME, 0, seen::add);

      assertThat(seen).isEqualTo(Events.ofEveryKind());
      assertThat(progress.brokenLines()).isEqualTo(1);
      assertThat(progress.offset()).isEqualTo(file.size());
    }
  }

  @Test
  void aDamagedByteCostsTheTwoLinesItTouchesAtMost() throws IOException {
    List<LedgerEvent> events = Events.ofEveryKind().subList(2, 5);
    byte[] all = bytes(events);
    for (int at = 0; at < all.length; at++) {
      seen.clear();
      byte[] damaged = all.clone();
      damaged[at] ^= (byte) (at % 2 == 0 ? 0x80 : 0x09);
      write(NAME, damaged);

      assertThat(reader().read(NAME, 0, seen::add).offset()).isLessThanOrEqualTo(all.length);

      // A digit or letter may have become another: then the event is there, but not the same.
      seen.retainAll(events);
      assertThat(seen.size()).isGreaterThanOrEqualTo(events.size() - 2);
    }
  }

  @Test
  void aLineThatIsTooLongIsPassedOver() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes(List.of(Events.note("before"))));
    file.writeBytes(
        "x".repeat(3 * LedgerReader.MAX_LINE_BYTES + 5).getBytes(StandardCharsets.UTF_8));
    file.write('\n');
    file.writeBytes(bytes(List.of(Events.note("after"))));
    write(NAME, file.toByteArray());

    Progress progress = reader().read(NAME, 0, seen::add);

    assertThat(seen).containsExactly(Events.note("before"), Events.note("after"));
    assertThat(progress.brokenLines()).isEqualTo(1);
    assertThat(progress.offset()).isEqualTo(file.size());
  }

  @Test
  void blankAndUnknownLinesAreNotBroken() throws IOException {
    write(NAME, "\n\n{\"type\":\"new\"}\n".getBytes(StandardCharsets.UTF_8));

    assertThat(reader().read(NAME, 0, seen::add)).isEqualTo(new Progress(17, 0, 0, 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void growingInRandomStepsItGivesEveryEventOnce(long seed) throws IOException {
    Random random = new Random(seed);
    List<LedgerEvent> events = Events.random(seed, 400);
    byte[] all = bytes(events);
    long offset = 0;
    for (int length = 0; length < all.length; ) {
      length = Math.min(all.length, length + 1 + random.nextInt(20_000));
      write(NAME, Arrays.copyOf(all, length));
      offset = reader().read(NAME, offset, seen::add).offset();
    }
    assertThat(seen).isEqualTo(events);
  }

  private LedgerReader reader() {
    return new LedgerReader(directory);
  }

  /** A new file each time: ext4 forces one that was cut to nothing to the disk. */
  private void write(String name, byte[] bytes) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
    Files.write(directory.resolve(name), bytes);
  }

  private static byte[] bytes(List<LedgerEvent> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    events.forEach(event -> bytes.writeBytes(LedgerEncoder.line(event)));
    return bytes.toByteArray();
  }

  private static int newlines(byte[] bytes, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }
}
