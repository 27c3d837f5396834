package isr.web;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.undertow.server.HttpServerExchange;
import isr.format.adts.AdtsInMp4;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings of AAC as players want them: in MP4, whose table tells them where each frame is. Heads
 * are kept for the next request in files that have no name any more, so that they end with the
 * process; those that were asked for longest ago go first.
 */
final class Mp4Heads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mp4Heads.class);

  private static final int THREADS = 2;
  private static final int CLIENTS = 64;

  /** An hour is about 1.2 MB. */
  private static final long MAX_BYTES = 64 << 20;

  private static final int MAX_COUNT = 64;

  private final LongWork making = new LongWork("isr-web-mp4", THREADS, CLIENTS);

  @GuardedBy("this")
  private final Map<String, Head> heads = new LinkedHashMap<>(16, 0.75f, true);

  /** A head that is in use by whoever sends it and, while it is remembered, by the map. */
  private static final class Head {
    private final @Nullable FileChannel file;
    private final long bytes;
    private int users = 1;

    Head(@Nullable FileChannel file, long bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    synchronized void use() {
      users++;
    }

    synchronized void release() {
      users--;
      if (users == 0 && file != null) {
        try {
          file.close();
        } catch (IOException e) {
          LOG.debug("closing a head", e);
        }
      }
    }
  }

  /**
   * Gives an answer on a thread that may take as long as reading a file does, or here, where the
   * head is known. What is sent after that is not waited for.
   *
   * @throws Problem 503 when too many wait
   */
  void run(HttpServerExchange exchange, String key, LongWork.Answer answer) throws IOException {
    if (has(key)) {
      answer.give();
    } else {
      making.prepare(exchange, answer);
    }
  }

  private synchronized boolean has(String key) {
    return heads.containsKey(key);
  }

  /**
   * The file in MP4, or as it is where that cannot be.
   *
   * @param key of the file as it is now
   * @param file is closed with the content
   * @param fileBytes that count
   */
  Content content(String key, FileChannel file, long fileBytes) throws IOException {
    Head head = known(key);
    if (head == null) {
      head = make(file, fileBytes);
      remember(key, head);
    }
    if (head.file == null) {
      head.release();
      return Content.of(file, fileBytes);
    }
    return new Mp4(head, head.file, file, fileBytes);
  }

  private synchronized @Nullable Head known(String key) {
    Head head = heads.get(key);
    if (head != null) {
      head.use();
    }
    return head;
  }

  private static Head make(FileChannel file, long fileBytes) throws IOException {
    FileChannel out = nameless();
    boolean made = false;
    try {
      long bytes = AdtsInMp4.writeHead(file, fileBytes, out);
      made = true;
      return new Head(out, bytes);
    } catch (UnsupportedMediaException e) {
      return new Head(null, 0);
    } finally {
      if (!made) {
        out.close();
      }
    }
  }

  private static FileChannel nameless() throws IOException {
    Path path = Files.createTempFile("isr-", ".head");
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private synchronized void remember(String key, Head head) {
    head.use();
    Head old = heads.put(key, head);
    if (old != null) {
      old.release();
    }
    long bytes = heads.values().stream().mapToLong(h -> h.bytes).sum();
    Iterator<Head> oldest = heads.values().iterator();
    while (heads.size() > 1 && (bytes > MAX_BYTES || heads.size() > MAX_COUNT)) {
      Head gone = oldest.next();
      bytes -= gone.bytes;
      oldest.remove();
      gone.release();
    }
  }

  @Override
  public void close() {
    making.close();
    synchronized (this) {
      heads.values().forEach(Head::release);
      heads.clear();
    }
  }

  private static final class Mp4 implements Content {
    private final Head head;
    private final FileChannel headFile;
    private final FileChannel file;
    private final long fileBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    Mp4(Head head, FileChannel headFile, FileChannel file, long fileBytes) {
      this.head = head;
      this.headFile = headFile;
      this.file = file;
      this.fileBytes = fileBytes;
    }

    @Override
    public long size() {
      return head.bytes + fileBytes;
    }

    @Override
    public boolean isMp4() {
      return true;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      long left = head.bytes - position;
      if (left <= 0) {
        return file.read(into, position - head.bytes);
      }
      int limit = into.limit();
      into.limit((int) Math.min(limit, into.position() + left));
      try {
        return headFile.read(into, position);
      } finally {
        into.limit(limit);
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed.getAndSet(true)) {
        head.release();
        file.close();
      }
    }
  }
}
