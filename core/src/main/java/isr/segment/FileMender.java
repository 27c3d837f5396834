package isr.segment;

import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.Repair;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * Mends one file of anybody's, and keeps the original until the new one is on the disk.
 *
 * <p>First {@link #look}, which only reads; then {@link #replace}, when there is something to mend.
 * Between the two the caller asks whether the file may be touched.
 *
 * <p>{@link Recovery}, which mends what our own recorder left, works in place by the same repair of
 * the format: its files are known, it needs no room, and what it does can be done again.
 */
public final class FileMender {
  private FileMender() {}

  /**
   * What a file is like, and would be like.
   *
   * @param before what a strict reading finds
   * @param after what it would find in the mended file; the same when there is nothing to mend
   * @param repair what is or would be done
   * @param bytes length of the file
   * @param modified when it was last written
   */
  public record Finding(
      FileReport before, FileReport after, Repair repair, long bytes, FileTime modified) {
    /** Whether there is something to mend. */
    public boolean needsMending() {
      return repair.changed();
    }
  }

  /**
   * Reads a file, and finds out what a repair would do; nothing is written.
   *
   * @throws IOException when it can not be read, holds no audio, can not be mended, or would have
   *     more faults than before
   */
  public static Finding look(Path path, MediaFormat format) throws IOException {
    FileTime modified = Files.getLastModifiedTime(path);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      Draft draft = new Draft(file);
      FileReport before = format.inspect(file);
      Repair repair = mend(draft, format, file);
      FileReport after = repair.changed() ? format.inspect(draft) : before;
      refuseWorse(before, after);
      return new Finding(before, after, repair, file.size(), modified);
    }
  }

  /**
   * Mends a file: a copy is made beside it, mended, forced to the disk, and given the file's name.
   * Permissions and owner stay.
   *
   * @param path the file itself, no link to it
   * @param finding from {@link #look}; the file must not have changed since
   * @throws IOException when that fails; the file is as it was, and nothing is left beside it
   */
  public static Repair replace(Path path, MediaFormat format, Finding finding) throws IOException {
    try (Replacement replacement = Replacement.of(path)) {
      FileChannel copy = replacement.channel();
      Repair repair = replay(copy, format);
      replacement.force(timeOf(finding, copy.size()));
      refuseChanged(path, finding);
      replacement.commit();
      return repair;
    }
  }

  private static Repair replay(FileChannel copy, MediaFormat format) throws IOException {
    Draft draft = new Draft(copy);
    Repair repair = mend(draft, format, copy);
    draft.applyTo(copy);
    return repair;
  }

  private static Repair mend(Draft draft, MediaFormat format, FileChannel file) throws IOException {
    Repair repair = format.repair(draft);
    if (repair.sampleCount() == 0) {
      throw new IOException("no audio was found in its " + file.size() + " bytes");
    }
    Loss.refuse(draft, repair, format, file);
    return repair;
  }

  private static void refuseWorse(FileReport before, FileReport after) throws IOException {
    if (after.faultCount() > before.faultCount()) {
      throw new IOException(
          "it would have %d faults instead of %d: it is left as it is"
              .formatted(after.faultCount(), before.faultCount()));
    }
  }

  private static void refuseChanged(Path path, Finding finding) throws IOException {
    boolean same =
        Files.size(path) == finding.bytes()
            && Files.getLastModifiedTime(path).equals(finding.modified());
    if (!same) {
      throw new IOException("it changed while it was being read: it is left as it is");
    }
  }

  /**
   * When the audio was recorded; a second later when the length stays: backups and catalogues know
   * a changed file by length and time.
   */
  private static FileTime timeOf(Finding finding, long newBytes) {
    return newBytes == finding.bytes()
        ? FileTime.from(finding.modified().toInstant().plusSeconds(1))
        : finding.modified();
  }
}
