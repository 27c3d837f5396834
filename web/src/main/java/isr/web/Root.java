package isr.web;

import isr.library.Library;
import java.nio.file.Path;

/**
 * An output directory.
 *
 * @param name in URLs
 * @param directory absolute
 * @param library its books
 */
public record Root(String name, Path directory, Library library) {}
