package isr.web;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be sent from any place on. Reads of several threads do not disturb each other. */
interface Content extends Closeable {
  /** Length in bytes; more may be there, that does not count. */
  long size();

  /** Reads some bytes; -1 where there are none. */
  int read(ByteBuffer into, long position) throws IOException;

  /** Whether it is in another container than the file is. */
  default boolean isMp4() {
    return false;
  }

  /** A file, or so much of it; it is closed with the content. */
  static Content of(FileChannel file, long size) {
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
