package isr.format.flac;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.media.FileReport;
import isr.media.Repair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Any file is read and mended without an exception; what is mended has its frames as they were, and
 * a second repair changes nothing.
 */
class FlacRepairFuzz {
  private static final int MAX_PIECES = 30;
  private static final byte[] HEAD = TestFrames.streamHead(64, "TITLE=x");

  @FuzzTest(maxDuration = "60s")
  void mendsOnceAndTouchesNoFrame(FuzzedDataProvider data) throws IOException {
    byte[] bytes = file(data);
    Path path = Files.createTempFile("isr-fuzz", ".flac");
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(bytes));
      FileReport before = new FlacFormat().inspect(file);
      Repair first = new FlacFormat().repair(file);
      byte[] mended = Files.readAllBytes(path);
      check(mended.length == bytes.length - first.removedBytes(), "length " + mended.length);
      check(first.changed() != Arrays.equals(bytes, mended), "changed " + first);
      FileReport after = new FlacFormat().inspect(file);
      check(before.packetCount() == after.packetCount(), "frames " + before + after);
      check(before.sampleCount() == after.sampleCount(), "samples " + before + after);
      check(after.faultCount() <= before.faultCount(), "faults " + before + after);
      Repair second = new FlacFormat().repair(file);
      check(!second.changed() && second.removedBytes() == 0, "twice " + second);
    } finally {
      Files.delete(path);
    }
  }

  private static byte[] file(FuzzedDataProvider data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] head = HEAD.clone();
    if (data.consumeBoolean()) {
      int at = data.consumeInt(0, head.length - 1);
      head[at] = data.consumeByte();
    }
    file.writeBytes(data.consumeInt(0, 20) == 0 ? data.consumeBytes(50) : head);
    for (int i = 0; i < MAX_PIECES && data.remainingBytes() > 0; i++) {
      byte[] frame =
          TestFrames.frame(data.consumeInt(0, 5) == 0, data.consumeBoolean() ? i : 7, 64, 9, 4);
      switch (data.consumeInt(0, 6)) {
        case 0 -> file.writeBytes(data.consumeBytes(60));
        case 1 -> file.writeBytes(Arrays.copyOf(frame, data.consumeInt(0, frame.length)));
        case 2 -> {
          frame[data.consumeInt(0, frame.length - 1)] = data.consumeByte();
          file.writeBytes(frame);
        }
        default -> file.writeBytes(frame);
      }
    }
    return file.toByteArray();
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
