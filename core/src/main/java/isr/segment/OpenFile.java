package isr.segment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a program on this machine writes to a file, as Linux's {@code /proc} tells (proc(5),
 * {@code /proc/pid/fd} and {@code fdinfo}).
 *
 * <p>It tells nothing about programs of other users unless asked by root, of other machines, or
 * where there is no {@code /proc}.
 */
public final class OpenFile {
  private static final Path PROC = Path.of("/proc");

  /** O_ACCMODE of the flags, which are octal. */
  private static final int ACCESS_MODE = 3;

  private OpenFile() {}

  /**
   * A program, other than this one, that has the file open for writing.
   *
   * @return such as {@code process 1234 (arecord)}
   */
  public static Optional<String> writer(Path file) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, OpenFile::isOther)) {
      Path real = file.toRealPath();
      for (Path process : processes) {
        if (writes(process, real)) {
          return Optional.of("process " + process.getFileName() + name(process));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isOther(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return Character.isDigit(name.charAt(0))
        && !name.equals(Long.toString(ProcessHandle.current().pid()));
  }

  private static boolean writes(Path process, Path file) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (pointsTo(descriptor, file) && isForWriting(process, descriptor)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // ended meanwhile, or not ours to look at
    }
    return false;
  }

  private static boolean pointsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isForWriting(Path process, Path descriptor) throws IOException {
    Path info = process.resolve("fdinfo").resolve(String.valueOf(descriptor.getFileName()));
    try (BufferedReader lines = Files.newBufferedReader(info)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("flags:")) {
          return (Long.parseLong(line.substring(6).strip(), 8) & ACCESS_MODE) != 0;
        }
      }
    } catch (NumberFormatException e) {
      return true;
    }
    return true;
  }

  private static String name(Path process) {
    try {
      return " (" + Files.readString(process.resolve("comm")).strip() + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
