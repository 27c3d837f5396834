package isr.alsa;

import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What libasound can record from: the cards' PCMs, those of ALSA's configuration, and the monitor
 * of a PulseAudio server. Any thread.
 */
public final class AlsaDevices implements DeviceLister {
  /** {@code alsa}. */
  static final String BACKEND = "alsa";

  /** PulseAudio's name for what is being played. */
  private static final String PULSE_MONITOR = "pulse:DEVICE=@DEFAULT_MONITOR@";

  private static final Pattern CARD = Pattern.compile("CARD=([^,\\s\"']+)");

  private final CardFiles files;

  /** Of this machine. */
  public AlsaDevices() {
    this(CardFiles.system());
  }

  AlsaDevices(CardFiles files) {
    this.files = files;
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public List<CaptureDevice> list() throws CaptureException {
    AlsaLibrary.enter();
    AlsaConfig.refresh();
    Prober prober = new Prober(this::holder);
    return Stream.concat(cards().stream(), others().stream()).map(prober::probed).toList();
  }

  /** The cards' PCMs with what they can be known again by. */
  List<CardMemory.Known> known() {
    return CardList.read().stream()
        .map(pcm -> new CardMemory.Known(pcm, files.usbNames(pcm.card())))
        .toList();
  }

  /** The cards' PCMs, which are not opened; those that may not be are last. */
  List<CaptureDevice> cards() {
    List<CardPcm> pcms = CardList.read();
    List<CaptureDevice> devices = new ArrayList<>();
    for (CardPcm pcm : pcms) {
      devices.add(device(pcm, pcms));
    }
    for (CardFiles.Node node : files.nodes()) {
      if (pcms.stream().noneMatch(pcm -> isOf(node, pcm))) {
        devices.add(hidden(node));
      }
    }
    return devices;
  }

  private static boolean isOf(CardFiles.Node node, CardPcm pcm) {
    return pcm.card() == node.card() && pcm.device() == node.device();
  }

  private CaptureDevice device(CardPcm pcm, List<CardPcm> all) {
    return new CaptureDevice(
        pcm.name(),
        pcm.description(),
        BACKEND,
        pcm.driver().equals("Loopback") ? Kind.MONITOR : Kind.HARDWARE,
        aliases(pcm, all),
        State.FREE,
        Optional.empty(),
        Optional.empty());
  }

  /** Names of two cards of the same make mean neither. */
  private List<String> aliases(CardPcm pcm, List<CardPcm> all) {
    List<String> aliases = new ArrayList<>();
    aliases.add("hw:" + pcm.card() + "," + pcm.device());
    aliases.add("plug" + pcm.name());
    String suffix = pcm.device() == 0 ? "" : "," + pcm.device();
    for (String name : files.usbNames(pcm.card())) {
      if (all.stream()
          .noneMatch(
              other -> other.card() != pcm.card() && files.usbNames(other.card()).contains(name))) {
        aliases.add(name + suffix);
      }
    }
    return aliases;
  }

  private CaptureDevice hidden(CardFiles.Node node) {
    String id = files.id(node.card()).orElse(Integer.toString(node.card()));
    return new CaptureDevice(
        "hw:CARD=" + id + ",DEV=" + node.device(),
        id,
        BACKEND,
        Kind.HARDWARE,
        List.of("hw:" + node.card() + "," + node.device()),
        State.UNAVAILABLE,
        files.obstacle(node),
        Optional.empty());
  }

  /** The PCMs of the configuration, which are not opened. */
  List<CaptureDevice> others() {
    List<CaptureDevice> devices = new ArrayList<>();
    for (Hints.Hint hint : Hints.read()) {
      Kind kind = hint.isMonitor() ? Kind.MONITOR : Kind.VIRTUAL;
      devices.add(other(hint.name(), hint.description(), kind));
      if (hint.name().equals("pulse")) {
        devices.add(other(PULSE_MONITOR, "What the sound server plays", Kind.MONITOR));
      }
    }
    return devices;
  }

  private static CaptureDevice other(String name, String description, Kind kind) {
    return new CaptureDevice(
        name,
        description,
        BACKEND,
        kind,
        List.of(),
        State.FREE,
        Optional.empty(),
        Optional.empty());
  }

  /** Who has the card's PCM open that a name means; of a name that tells none, who has any. */
  Optional<String> holder(String name) {
    Matcher card = CARD.matcher(name);
    String held =
        CardList.read().stream()
            .filter(pcm -> !name.contains("hw:") || pcm.isMeantBy(name))
            .filter(pcm -> name.contains("hw:") || !card.find(0) || pcm.isOf(card.group(1)))
            .flatMap(pcm -> files.holder(new CardFiles.Node(pcm.card(), pcm.device())).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return Optional.of(held).filter(text -> !text.isEmpty());
  }

  /**
   * Why a card that the kernel has can not be opened: the one of that name; of any other PCM's name
   * any card, as long as none can be opened.
   */
  Optional<String> obstacle(String name) {
    boolean isCard = name.contains("hw:");
    if (!isCard && !CardList.read().isEmpty()) {
      return Optional.empty();
    }
    return files.nodes().stream()
        .filter(node -> !isCard || pcm(node).isMeantBy(name))
        .flatMap(node -> files.obstacle(node).stream())
        .findFirst();
  }

  private CardPcm pcm(CardFiles.Node node) {
    return new CardPcm(node.card(), node.device(), files.id(node.card()).orElse(""), "", "", "");
  }
}
