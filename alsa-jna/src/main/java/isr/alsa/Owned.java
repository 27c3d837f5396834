package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A structure of libasound's, given back when closed. */
final class Owned implements AutoCloseable {
  private final Pointer pointer;
  private final Consumer<Pointer> free;
  private boolean closed;

  private Owned(Pointer pointer, Consumer<Pointer> free) {
    this.pointer = pointer;
    this.free = free;
  }

  /** A new one, by its {@code _malloc} and {@code _free}. */
  static Owned of(ToIntFunction<PointerByReference> malloc, Consumer<Pointer> free) {
    PointerByReference at = new PointerByReference();
    if (malloc.applyAsInt(at) < 0) {
      throw new OutOfMemoryError("a structure of libasound");
    }
    return new Owned(at.getValue(), free);
  }

  Pointer pointer() {
    return pointer;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      free.accept(pointer);
    }
  }
}
