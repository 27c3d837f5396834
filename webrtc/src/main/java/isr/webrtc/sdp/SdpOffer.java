package isr.webrtc.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An offer to send audio (RFC 9429, section 5.8), as far as it is used. One of its audio sections
 * is taken: the first that would send Opus.
 */
public final class SdpOffer {
  private static final int MAX_MEDIA = 64;
  private static final int MAX_FINGERPRINTS = 16;

  private final SdpSection session;
  private final List<SdpMedia> media;
  private final List<String> bundle;
  private final SdpMedia audio;
  private final String payloadType;
  private final String userFragment;
  private final String password;
  private final List<Fingerprint> fingerprints;

  private SdpOffer(SdpSection session, List<SdpMedia> media) throws SdpException {
    this.session = session;
    this.media = media;
    this.bundle = bundle(session);
    this.audio = audio(media);
    this.payloadType = audio.opus().orElseThrow();
    this.userFragment = transport("ice-ufrag");
    this.password = transport("ice-pwd");
    SdpLines.check(
        userFragment.matches("[A-Za-z0-9+/]{4,256}"), "a=ice-ufrag not of 4 to 256 ICE characters");
    SdpLines.check(
        password.matches("[A-Za-z0-9+/]{22,256}"), "a=ice-pwd not of 22 to 256 ICE characters");
    this.fingerprints = readFingerprints();
    String setup = transport("setup");
    SdpLines.check(
        setup.equals("actpass") || setup.equals("active"),
        "a=setup:" + setup + ", but only actpass or active can be answered");
    SdpLines.check(audio.attributes().has("rtcp-mux"), "audio without a=rtcp-mux");
  }

  /**
   * Reads an offer.
   *
   * @throws SdpException where it breaks the rules or a limit, or cannot be answered
   */
  public static SdpOffer read(String text) throws SdpException {
    List<String> lines = SdpLines.split(text);
    SdpLines.check(!lines.isEmpty() && lines.get(0).equals("v=0"), "SDP that begins without v=0");
    SdpSection session = new SdpSection();
    List<SdpMedia> media = new ArrayList<>();
    SdpSection section = session;
    for (String line : lines) {
      if (line.startsWith("m=")) {
        SdpMedia next = SdpMedia.read(line.substring(2));
        media.add(next);
        SdpLines.check(media.size() <= MAX_MEDIA, "SDP of more than 64 m= lines");
        section = next.attributes();
      } else if (line.startsWith("a=")) {
        section.add(line.substring(2));
      }
    }
    return new SdpOffer(session, List.copyOf(media));
  }

  /** The client's part of the name by which connectivity checks know each other. */
  public String userFragment() {
    return userFragment;
  }

  /** With which its connectivity checks are answered. */
  public String password() {
    return password;
  }

  /** One of them is its certificate's. */
  public List<Fingerprint> fingerprints() {
    return fingerprints;
  }

  /** Of Opus, in the audio section that is taken. */
  public int payloadType() {
    return Integer.parseInt(payloadType);
  }

  /** Whether the client would send packets again (RFC 4585, section 4.2). */
  public boolean offersNack() {
    return audio
        .attributes()
        .values("rtcp-fb")
        .anyMatch(value -> value.equals(payloadType + " nack") || value.equals("* nack"));
  }

  List<SdpMedia> media() {
    return media;
  }

  SdpMedia audio() {
    return audio;
  }

  /** Whether that section may share its transport with others. */
  boolean isBundled(SdpMedia section) {
    return section.mid().filter(bundle::contains).isPresent();
  }

  private static List<String> bundle(SdpSection session) {
    return session
        .values("group")
        .map(group -> Arrays.asList(group.split(" +", -1)))
        .filter(group -> group.get(0).equals("BUNDLE"))
        .findFirst()
        .orElse(List.of());
  }

  private static SdpMedia audio(List<SdpMedia> media) throws SdpException {
    SdpLines.check(
        media.stream().anyMatch(SdpMedia::offersAudio),
        "no m=audio that is sent by UDP/TLS/RTP/SAVPF");
    SdpMedia audio =
        media.stream()
            .filter(SdpMedia::offersAudio)
            .filter(section -> section.opus().isPresent())
            .findFirst()
            .orElseThrow(() -> new SdpException("no m=audio with opus/48000/2"));
    SdpNumbers.read(audio.opus().orElseThrow(), 127, "payload type");
    String mid = audio.mid().orElse("0");
    SdpLines.check(mid.matches("[!-~]{1,64}"), "a=mid not of 1 to 64 characters");
    return audio;
  }

  /** The section's, else the session's, else that of the first section of its bundle. */
  private Stream<SdpSection> transports() {
    Stream<SdpSection> bundled =
        isBundled(audio)
            ? media.stream().filter(this::isBundled).map(SdpMedia::attributes)
            : Stream.of();
    return Stream.concat(Stream.of(audio.attributes(), session), bundled);
  }

  private String transport(String name) throws SdpException {
    return transports()
        .flatMap(section -> section.value(name).stream())
        .findFirst()
        .orElseThrow(() -> new SdpException("no a=" + name));
  }

  private List<Fingerprint> readFingerprints() throws SdpException {
    Optional<SdpSection> section =
        transports().filter(one -> one.value("fingerprint").isPresent()).findFirst();
    SdpLines.check(section.isPresent(), "no a=fingerprint");
    List<Fingerprint> usable = new ArrayList<>();
    for (String value :
        section.orElseThrow().values("fingerprint").limit(MAX_FINGERPRINTS).toList()) {
      Fingerprint fingerprint = Fingerprint.read(value);
      if (fingerprint.isUsable()) {
        usable.add(fingerprint);
      }
    }
    SdpLines.check(!usable.isEmpty(), "no a=fingerprint of sha-256, sha-384 or sha-512");
    return List.copyOf(usable);
  }
}
