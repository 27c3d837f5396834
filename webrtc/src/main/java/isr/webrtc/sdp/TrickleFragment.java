package isr.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client says after its offer: more candidates, in {@code application/trickle-ice-sdpfrag}
 * (RFC 8840, section 9; RFC 9725, section 4.3.2).
 *
 * @param userFragment the client's, where it is told
 * @param candidates in their order
 * @param isComplete whether no more will come
 */
public record TrickleFragment(
    Optional<String> userFragment, List<IceCandidate> candidates, boolean isComplete) {
  private static final int MAX_CANDIDATES = 64;

  /** Reads one. */
  public static TrickleFragment read(String text) throws SdpException {
    Optional<String> userFragment = Optional.empty();
    List<IceCandidate> candidates = new ArrayList<>();
    boolean isComplete = false;
    for (String line : SdpLines.split(text)) {
      if (line.startsWith("a=candidate:")) {
        candidates.add(IceCandidate.read(line));
        SdpLines.check(candidates.size() <= MAX_CANDIDATES, "more than 64 candidates");
      } else if (line.startsWith("a=ice-ufrag:")) {
        userFragment = Optional.of(line.substring("a=ice-ufrag:".length()));
      } else if (line.equals("a=end-of-candidates")) {
        isComplete = true;
      }
    }
    return new TrickleFragment(userFragment, List.copyOf(candidates), isComplete);
  }
}
