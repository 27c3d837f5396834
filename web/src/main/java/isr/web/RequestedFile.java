package isr.web;

import java.nio.file.Path;

/**
 * A recording that a request is about; it was there when it was looked for.
 *
 * @param root that it is in
 * @param path relative to the root
 * @param file by that path
 * @param real without links, inside the root
 */
public record RequestedFile(Root root, String path, Path file, Path real) {
  /** Its last name. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
