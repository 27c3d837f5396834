package isr.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The attributes of a session, or of one of its media (RFC 8866, section 5.13). */
final class SdpSection {
  private final List<String> attributes = new ArrayList<>();

  /** Adds one: {@code name} or {@code name:value}. */
  void add(String attribute) {
    attributes.add(attribute);
  }

  /** Whether it is there, with or without a value. */
  boolean has(String name) {
    return attributes.contains(name) || value(name).isPresent();
  }

  /** The value of the first one of that name. */
  Optional<String> value(String name) {
    return values(name).findFirst();
  }

  /** The values of all of that name, in their order. */
  Stream<String> values(String name) {
    String prefix = name + ":";
    return attributes.stream()
        .filter(attribute -> attribute.startsWith(prefix))
        .map(attribute -> attribute.substring(prefix.length()).strip());
  }
}
