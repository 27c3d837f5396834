package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one attempt from a stream's URL to its audio: by redirects (RFC 9110, section 15.4),
 * which are followed by us, and by playlists. It ends, and it never leaves HTTP.
 *
 * <p>Of a playlist one entry is tried in an attempt; when it brings no audio, the next attempt
 * takes the next one. One thread at a time.
 */
final class Route {
  /** As many redirects are followed. */
  static final int MAX_REDIRECTS = 10;

  /** As many playlists may lead to each other. */
  static final int MAX_PLAYLISTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Route.class);

  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private final Turns turns;
  private final URI start;
  private final Set<URI> seen = new HashSet<>();
  private final Deque<Stop> playlists = new ArrayDeque<>();
  private URI url;
  private int redirects;

  /** A playlist on the way, of so many entries, and which of them was taken. */
  private record Stop(URI playlist, int entries, int taken) {}

  /** A way that has not been begun. */
  Route(URI start, Turns turns) {
    this.start = start;
    this.url = start;
    this.turns = turns;
    seen.add(start);
  }

  /** What is to be asked for. */
  URI url() {
    return url;
  }

  /** Whether that is the URL itself, and not where it led to. */
  boolean isAtStart() {
    return url.equals(start);
  }

  /**
   * Goes where an answer redirects to; false when it is no redirect.
   *
   * @throws CaptureException when it leads in a circle, too far, nowhere or away from HTTP
   */
  boolean redirects(ResponseHead head) throws CaptureException {
    if (!STATUSES.contains(head.status())) {
      return false;
    }
    String location =
        head.field("location").orElseThrow(() -> failure(head, " redirects without a Location"));
    URI target =
        Urls.resolve(head.url(), location, StandardCharsets.ISO_8859_1)
            .orElseThrow(
                () ->
                    failure(
                        head,
                        " redirects to what is no http or https URL: " + Urls.redact(location)));
    if (++redirects > MAX_REDIRECTS) {
      throw failure(head, " redirects more than " + MAX_REDIRECTS + " times");
    }
    go(head, " redirects", target);
    return true;
  }

  /**
   * Goes where a playlist leads to: to the entry whose turn it is.
   *
   * @param head of the answer that brought it
   * @throws CaptureException when there is no such entry, when it leads in a circle or too far, and
   *     when the playlist is one of HLS
   */
  void follow(ResponseHead head, PlaylistKind kind, String text) throws CaptureException {
    Playlist playlist = Playlist.parse(kind, text);
    if (playlist.isHls()) {
      throw hls(head);
    }
    List<URI> targets =
        playlist.entries().stream()
            .map(entry -> Urls.resolve(head.url(), entry, StandardCharsets.UTF_8))
            .flatMap(Optional::stream)
            .toList();
    if (targets.isEmpty()) {
      throw failure(
          head, ": a playlist without an http or https URL; in it is " + playlist.shown());
    }
    if (playlists.size() >= MAX_PLAYLISTS) {
      throw failure(head, ": more than " + MAX_PLAYLISTS + " playlists lead to each other");
    }
    int turn = turns.of(head.url()) % targets.size();
    playlists.push(new Stop(head.url(), targets.size(), turn));
    go(head, ": the playlist leads", targets.get(turn));
    LOG.info(
        "{} is a playlist; taking entry {} of {}: {}", head.url(), turn + 1, targets.size(), url);
  }

  /**
   * What to say of a playlist of HLS. Only another entry of another playlist helps, or another
   * redirect.
   */
  CaptureException hls(ResponseHead head) {
    boolean others = redirects > 0 || playlists.stream().anyMatch(stop -> stop.entries() > 1);
    return new CaptureException(
        head.url()
            + " is an HLS playlist, which is not supported yet; give the address of an"
            + " Icecast or SHOUTcast stream of the station, if it has one",
        others);
  }

  private void go(ResponseHead head, String how, URI target) throws CaptureException {
    if (!seen.add(target)) {
      throw failure(head, how + " in a circle, to " + ShownText.clean(target.toString(), 200));
    }
    LOG.debug("{}{} to {}", head.url(), how, target);
    url = target;
  }

  /** The way led to no audio: the next attempt is to take another one, if there is any. */
  void failed() {
    for (Stop stop : playlists) {
      int next = (stop.taken() + 1) % stop.entries();
      turns.set(stop.playlist(), next);
      if (next > 0) {
        return;
      }
    }
  }

  private static CaptureException failure(ResponseHead head, String what) {
    return new CaptureException(head.url() + what, true);
  }
}
