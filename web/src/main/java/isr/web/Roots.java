package isr.web;

import isr.format.MediaFormats;
import isr.library.Library;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All output directories that are shown. Thread-safe; more can be added while it is used. */
public final class Roots {
  private final List<Root> roots = new ArrayList<>();

  /** Adds a directory, unless it is there; its name in URLs is its last name, made unique. */
  public synchronized void add(Library library) {
    Path directory = library.root();
    if (roots.stream().noneMatch(root -> root.directory().equals(directory))) {
      roots.add(new Root(nameFor(directory), directory, library));
    }
  }

  private String nameFor(Path directory) {
    Path last = directory.getFileName();
    String wanted = last == null ? "recordings" : last.toString().replaceAll("[^\\w.-]", "_");
    wanted = wanted.matches("\\.*") ? "recordings" : wanted;
    String name = wanted;
    for (int i = 2; named(name).isPresent(); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  /** All of them, in the order they were added. */
  public synchronized List<Root> all() {
    return List.copyOf(roots);
  }

  /** The one of that name. */
  public synchronized Optional<Root> named(String name) {
    return roots.stream().filter(root -> root.name().equals(name)).findFirst();
  }

  /**
   * The recording that a URL names.
   *
   * @param names of the root and below it, decoded
   * @throws Problem 404 when there is no such recording within the root: a name that is hidden or
   *     leads elsewhere, another kind of file, a link that leads out
   */
  RequestedFile find(List<String> names) {
    Root root = names.isEmpty() ? null : named(names.get(0)).orElse(null);
    List<String> below = names.subList(Math.min(1, names.size()), names.size());
    if (root == null || below.isEmpty() || !below.stream().allMatch(Roots::isPlain)) {
      throw Problem.notFound();
    }
    return find(root, String.join("/", below));
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && name.chars().noneMatch(c -> c == '/' || c == File.separatorChar || c == 0);
  }

  private static RequestedFile find(Root root, String path) {
    try {
      Path file = root.directory().resolve(path);
      Path real = file.toRealPath();
      boolean inside =
          real.startsWith(root.directory().toRealPath())
              && MediaFormats.forFile(file).isPresent()
              && MediaFormats.forFile(real).isPresent()
              && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS);
      if (inside) {
        return new RequestedFile(root, path, file, real);
      }
    } catch (IOException | IllegalArgumentException e) { // not there, or no name on this system
      throw Problem.notFound();
    }
    throw Problem.notFound();
  }
}
