package isr.format.ogg;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.media.Repair;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A repair of cut and damaged files ends, never lengthens them, and changes nothing when repeated.
 */
class OggRepairFuzz {
  @FuzzTest(maxDuration = "60s")
  void repairsOnceAndForAll(FuzzedDataProvider data) throws IOException {
    byte[] file = file(data);
    Path path = Files.createTempFile("repair", ".ogg");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Files.write(path, file);
      OggRepair.repair(channel);
      if (channel.size() > file.length) {
        throw new AssertionError("longer: " + channel.size());
      }
      Repair again = OggRepair.repair(channel);
      if (again.changed()) {
        throw new AssertionError("changed again: " + again);
      }
    } catch (UnsupportedMediaException e) {
      // legal, not done here
    } finally {
      Files.delete(path);
    }
  }

  private static byte[] file(FuzzedDataProvider data) {
    byte[] chain = new byte[0];
    for (int i = data.consumeInt(1, 3); i > 0; i--) {
      int pages = data.consumeInt(0, 3);
      byte[] link =
          switch (data.consumeInt(0, 2)) {
            case 0 -> TestPages.stream(i, pages);
            case 1 -> TestVorbis.stream(i, pages);
            default -> TestFlac.stream(i, pages);
          };
      chain = MemoryOutput.join(chain, link);
    }
    for (int i = data.consumeInt(0, 3); i > 0; i--) {
      chain[data.consumeInt(0, chain.length - 1)] = data.consumeByte();
    }
    return Arrays.copyOf(chain, data.consumeInt(0, chain.length));
  }
}
