package isr.segment;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.format.MediaFormats;
import isr.media.MediaFormat;
import isr.media.Repair;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * The repair of each format on any bytes: a draft of it is what it does in place, a second repair
 * changes nothing, and neither the strict reader nor the outline minds.
 */
class RepairFuzz {
  private static final int MAX_BYTES = 64 * 1024;

  /** WAV, of which the fuzzer would have to find many words by chance. */
  private static final byte[] WAV_START = {
    'R', 'I', 'F', 'F', -1, -1, -1, -1, 'W', 'A', 'V', 'E', 'f', 'm', 't', ' ', 16, 0, 0, 0, 1, 0,
    1, 0, 64, 31, 0, 0, -128, 62, 0, 0, 2, 0, 16, 0, 'd', 'a', 't', 'a', -1, -1, -1, -1
  };

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreMendedOrLeft(FuzzedDataProvider data) throws IOException {
    MediaFormat format = MediaFormats.all().get(data.consumeInt(0, MediaFormats.all().size() - 1));
    boolean likeWav = format.name().equals("wav") && data.consumeBoolean();
    byte[] bytes = data.consumeBytes(MAX_BYTES);
    if (likeWav) {
      byte[] joined = Arrays.copyOf(WAV_START, WAV_START.length + bytes.length);
      System.arraycopy(bytes, 0, joined, WAV_START.length, bytes.length);
      bytes = joined;
    }
    Path path = Files.createTempFile("repair", ".fuzz");
    try {
      check(format, Files.write(path, bytes));
    } finally {
      Files.delete(path);
    }
  }

  private static void check(MediaFormat format, Path path) throws IOException {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel file = FileChannel.open(path, options)) {
      format.inspect(file);
      format.outline(file);
      Draft draft = new Draft(file);
      Repair drafted = format.repair(draft);
      if (drafted.changed() != draft.isChanged()) {
        throw new AssertionError(format.name() + ": " + drafted + ", changed " + draft.isChanged());
      }
      Repair repair = format.repair(file);
      if (!repair.equals(drafted) || file.size() != draft.size()) {
        throw new AssertionError(format.name() + ": drafted " + drafted + ", done " + repair);
      }
      Repair second = format.repair(file);
      if (second.changed() || second.sampleCount() != repair.sampleCount()) {
        throw new AssertionError(format.name() + ": first " + repair + ", second " + second);
      }
      format.inspect(file);
    }
  }
}
