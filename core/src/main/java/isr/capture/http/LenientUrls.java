package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/** URLs that only the {@link LenientTransport} could read; for the life of the process. */
@ThreadSafe
final class LenientUrls {
  /** As many are remembered; of more the oldest is asked twice again. */
  private static final int LIMIT = 1000;

  @GuardedBy("this")
  private final Set<URI> urls = new LinkedHashSet<>();

  synchronized boolean has(URI url) {
    return urls.contains(url);
  }

  synchronized void add(URI url) {
    if (urls.size() >= LIMIT) {
      urls.remove(urls.iterator().next());
    }
    urls.add(url);
  }

  synchronized void remove(URI url) {
    urls.remove(url);
  }
}
