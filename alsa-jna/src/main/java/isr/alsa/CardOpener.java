package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Pcm;
import isr.capture.CaptureDevice;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the device of a configuration, opens it and sets it up; may wait for a sound server. */
final class CardOpener implements Callable<OpenedCard> {
  private final SoundcardSpec spec;
  private final AlsaDevices devices;
  private final CardMemory memory;

  CardOpener(SoundcardSpec spec, AlsaDevices devices, CardMemory memory) {
    this.spec = spec;
    this.devices = devices;
    this.memory = memory;
  }

  @Override
  public OpenedCard call() throws CaptureException {
    try {
      OpenedCard opened = open();
      memory.opened();
      return opened;
    } catch (CaptureException e) {
      throw memory.judge(e);
    }
  }

  private OpenedCard open() throws CaptureException {
    AlsaLibrary.enter();
    AlsaConfig.refresh();
    Target target = target();
    Pointer pcm = open(target);
    try {
      PcmShape shape = new PcmSetup(pcm, target.pcm(), spec, target.asWritten()).apply();
      return new OpenedCard(target.pcm(), new NativePcm(pcm, shape), shape);
    } catch (CaptureException | RuntimeException | Error e) {
      Pcm.snd_pcm_close(pcm);
      throw e;
    }
  }

  private Target target() throws CaptureException {
    List<CaptureDevice> cards = devices.cards();
    List<CaptureDevice> others = devices.others();
    Target target =
        Target.find(spec.device(), AlsaConfig::hasPcm, cards, others)
            .orElseThrow(() -> failure(spec.device(), -Errno.ENODEV));
    return new Target(memory.follow(target.pcm(), devices.known()), target.asWritten());
  }

  private Pointer open(Target target) throws CaptureException {
    int mode = Pcm.SND_PCM_NONBLOCK;
    if (!target.asWritten()) {
      mode |= Pcm.SND_PCM_NO_AUTO_RESAMPLE | Pcm.SND_PCM_NO_AUTO_CHANNELS;
      mode |= Pcm.SND_PCM_NO_AUTO_FORMAT;
    }
    AlsaMessages.first();
    PointerByReference pcm = new PointerByReference();
    int error = Pcm.snd_pcm_open(pcm, target.pcm(), Pcm.SND_PCM_STREAM_CAPTURE, mode);
    if (error < 0) {
      throw failure(target.pcm(), error);
    }
    return pcm.getValue();
  }

  private CaptureException failure(String name, int error) {
    boolean isBusy = error == -Errno.EBUSY;
    return OpenFailure.of(
        name,
        error,
        new OpenFailure.Facts(
            ErrorCalls.snd_strerror(error),
            AlsaMessages.first(),
            isBusy ? devices.holder(name) : Optional.empty(),
            isBusy ? Optional.empty() : devices.obstacle(name),
            choices()));
  }

  private String choices() {
    String names =
        Stream.concat(devices.cards().stream(), devices.others().stream())
            .map(CaptureDevice::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "there is none to record from" : "there are " + names;
  }
}
