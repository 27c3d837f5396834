package isr.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes decoders of Vorbis that do not wait for one another: JOrbis decodes residues under a lock
 * of the class, with buffers that belong to the class, so that each of some threads gets a copy of
 * its classes, by a class loader of its own.
 */
final class JorbisCopies {
  private static final int COPIES =
      Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
  private static final AtomicReferenceArray<@Nullable Copy> LOADERS =
      new AtomicReferenceArray<>(COPIES);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private JorbisCopies() {}

  /** A decoder; those that are made one after the other have different copies. */
  static VorbisPackets make() {
    int number = Math.floorMod(NEXT.getAndIncrement(), COPIES);
    Copy loader = LOADERS.get(number);
    if (loader == null) {
      LOADERS.compareAndSet(number, null, new Copy());
      loader = LOADERS.get(number);
    }
    try {
      Class<?> jorbis = Class.forName(Jorbis.class.getName(), true, loader);
      return (VorbisPackets) jorbis.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JOrbis can not be loaded", e);
    }
  }

  /** Defines the classes that it is for anew, from the files that ours come from. */
  private static final class Copy extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Copy() {
      super(Jorbis.class.getClassLoader());
    }

    private static boolean isOwn(String name) {
      return name.startsWith("com.jcraft.") || name.equals(Jorbis.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!isOwn(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(path)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
