package isr.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that takes only so many bytes more. */
class LedgerAppenderTest {
  private static final String NAME = "2026-11-21.jsonl";

  @TempDir Path directory;

  private int room = Integer.MAX_VALUE;
  private long number;

  private final class Small extends FilterOutputStream {
    Small(File file) throws IOException {
      super(new FileOutputStream(file, true));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int count = Math.min(length, room);
      out.write(bytes, offset, count);
      room -= count;
      if (count < length) {
        throw new IOException("No space left on device");
      }
    }
  }

  private LedgerAppender appender() {
    return new LedgerAppender(directory, this::open);
  }

  private OutputStream open(File file) throws IOException {
    return new Small(file);
  }

  private LedgerLine line(String text) {
    return new LedgerLine(++number, NAME, Events.note(text));
  }

  @ParameterizedTest(name = "room for {0} bytes, then for {1}")
  @ValueSource(ints = {0, 1, 40, 99, 100, 101, 150, 199, 200, 201, 299, 300, 1000})
  void noLineIsTornAndNoneIsThereTwiceHoweverMuchFits(int bytes) throws IOException {
    for (int later : new int[] {0, 1, 10, 120, 1000}) {
      Files.deleteIfExists(directory.resolve(NAME));
      List<LedgerLine> lines =
          new ArrayList<>(List.of(line("first"), line("second"), line("third")));
      LedgerAppender appender = appender();
      for (int now : new int[] {bytes, later, Integer.MAX_VALUE}) {
        room = now;
        if (!lines.isEmpty()) {
          LedgerAppender.Result result = appender.append(lines);
          lines.subList(0, result.taken()).clear();
          assertThat(result.failure() == null).isEqualTo(lines.isEmpty());
        }
      }
      assertThat(texts()).containsExactly("first", "second", "third");
    }
  }

  @Test
  void aLineIsWrittenAnewWhenAnotherProcessHasAppendedMeanwhile() throws IOException {
    LedgerAppender appender = appender();
    List<LedgerLine> lines = List.of(line("first"), line("second"));
    room = 150;
    int taken = appender.append(lines).taken();
    assertThat(taken).isEqualTo(1);
    byte[] theirs = LedgerEncoder.line(Events.note("theirs"));
    Files.writeString(directory.resolve(NAME), "\n", StandardOpenOption.APPEND);
    Files.write(directory.resolve(NAME), theirs, StandardOpenOption.APPEND);
    room = Integer.MAX_VALUE;
    appender.append(lines.subList(1, 2));
    List<LedgerEvent> events = new ArrayList<>();
    LedgerReader.Progress read = new LedgerReader(directory).readAll(events::add);
    assertThat(events)
        .containsExactly(Events.note("first"), Events.note("theirs"), Events.note("second"));
    assertThat(read.brokenLines()).isEqualTo(1);
  }

  /** Texts of the notes; each line must be whole. */
  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    LedgerReader.Progress read =
        new LedgerReader(directory).readAll(e -> texts.add(((LedgerEvent.Note) e).text()));
    assertThat(read.brokenLines()).isZero();
    return texts;
  }
}
