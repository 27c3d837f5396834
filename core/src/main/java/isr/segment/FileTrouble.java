package isr.segment;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
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

  /**
   * Whether the system said that the disk or a quota is full (ENOSPC, EDQUOT). The JDK hands on
   * only the text, which is in the user's language: where this is false, the room on the disk
   * decides.
   */
  public static boolean saysFull(Exception e) {
    String reason = bare(e).toLowerCase(Locale.ROOT);
    return reason.contains("no space left") || reason.contains("quota exceeded");
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
    if (reason == null && e instanceof FileAlreadyExistsException) {
      return "not a directory"; // where one was to be made
    }
    return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
  }
}
