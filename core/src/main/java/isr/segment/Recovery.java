package isr.segment;

import isr.media.MediaFormat;
import isr.media.Repair;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Mends segments that a killed recorder left open. */
public final class Recovery {
  private Recovery() {}

  /**
   * Mends one file in place and forces it to the disk. Audio is never touched.
   *
   * @throws IOException when the file can not be read or written; it is as it was, or partly
   *     mended, and may be mended again. Also when most of it would be cut off: it is as it was
   */
  public static Repair mend(Path path, MediaFormat format) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Draft draft = new Draft(file);
      Repair repair = format.repair(draft);
      Loss.refuse(draft, repair, format, file);
      if (repair.changed()) {
        draft.applyTo(file);
        file.force(true);
      }
      return repair;
    }
  }
}
