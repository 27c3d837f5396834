package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Pcm;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What libasound can record from: the cards' PCMs, those of ALSA's configuration, and the monitor
 * of a PulseAudio server. Any thread.
 */
public final class AlsaDevices implements DeviceLister {
  /** {@code alsa}. */
  static final String BACKEND = "alsa";

  /** A sound server that takes longer than that stands still. */
  private static final long PROBE_LIMIT_NANOS = 2_000_000_000L;

  /** PulseAudio's name for what is being played. */
  private static final String PULSE_MONITOR = "pulse:DEVICE=@DEFAULT_MONITOR@";

  private static final int PROBE_MODE =
      Pcm.SND_PCM_NONBLOCK
          | Pcm.SND_PCM_NO_AUTO_RESAMPLE
          | Pcm.SND_PCM_NO_AUTO_CHANNELS
          | Pcm.SND_PCM_NO_AUTO_FORMAT;

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
    return Stream.concat(cards().stream(), others().stream()).map(this::probed).toList();
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

  /** The device with what it says when it is opened. */
  private CaptureDevice probed(CaptureDevice device) {
    if (device.state() == State.UNAVAILABLE) {
      return device;
    }
    CardThread thread = new CardThread("probe");
    try {
      Answer answer =
          thread.call(() -> ask(device.name()), PROBE_LIMIT_NANOS, new CountDownLatch(1));
      return answer == null ? device : with(device, answer);
    } catch (IOException e) {
      return with(device, new Answer(-Errno.ETIMEDOUT, "does not answer", Optional.empty()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return device;
    } finally {
      thread.release();
    }
  }

  /** What came of opening it: 0 or a negative errno, and in words. */
  private record Answer(int error, @Nullable String words, Optional<Abilities> abilities) {}

  private static Answer ask(String name) throws CaptureException {
    AlsaLibrary.enter();
    PointerByReference pcm = new PointerByReference();
    int error = Pcm.snd_pcm_open(pcm, name, Pcm.SND_PCM_STREAM_CAPTURE, PROBE_MODE);
    if (error < 0) {
      return new Answer(error, ErrorCalls.snd_strerror(error), Optional.empty());
    }
    Pointer opened = pcm.getValue();
    try {
      return new Answer(0, null, Probe.abilities(opened, false));
    } finally {
      Pcm.snd_pcm_close(opened);
    }
  }

  private CaptureDevice with(CaptureDevice device, Answer answer) {
    State state =
        switch (-answer.error()) {
          case 0 -> State.FREE;
          case Errno.EBUSY -> State.BUSY;
          default -> State.UNAVAILABLE;
        };
    Optional<String> holder = state == State.BUSY ? holder(device.name()) : Optional.empty();
    return new CaptureDevice(
        device.name(),
        device.description(),
        device.backend(),
        device.kind(),
        device.aliases(),
        state,
        holder.map(who -> "in use by " + who).or(() -> Optional.ofNullable(answer.words())),
        answer.abilities());
  }

  /** Who has a card's PCM open. */
  Optional<String> holder(String name) {
    return CardList.read().stream()
        .filter(pcm -> pcm.isMeantBy(name))
        .flatMap(pcm -> files.holder(new CardFiles.Node(pcm.card(), pcm.device())).stream())
        .findFirst();
  }

  /** Why a card that the kernel has can not be opened: that of the name, else any. */
  Optional<String> obstacle(String name) {
    return files.nodes().stream()
        .filter(
            node -> {
              String id = files.id(node.card()).orElse("");
              CardPcm pcm = new CardPcm(node.card(), node.device(), id, "", "", "");
              return !name.contains("hw:") || pcm.isMeantBy(name);
            })
        .flatMap(node -> files.obstacle(node).stream())
        .findFirst();
  }
}
