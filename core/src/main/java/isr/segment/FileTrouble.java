package isr.segment;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What went wrong with a file, in words: Java's own messages are often only its name. */
public final class FileTrouble {
  private FileTrouble() {}

  /** The reason, with the file's name where the exception has one. */
  public static String reason(Exception e) {
    String file = e instanceof FileSystemException f ? f.getFile() : null;
    String reason = bare(e);
    return file == null ? reason : file + ": " + reason;
  }

  /** The reason, without the file's name. */
  public static String bare(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
  }
}
