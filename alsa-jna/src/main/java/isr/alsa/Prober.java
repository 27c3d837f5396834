package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Pcm;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens devices for a moment, to find out what they take and whether they are free. */
final class Prober {
  /** A sound server that takes longer than that stands still. */
  private static final long LIMIT_NANOS = 2_000_000_000L;

  private static final int MODE =
      Pcm.SND_PCM_NONBLOCK
          | Pcm.SND_PCM_NO_AUTO_RESAMPLE
          | Pcm.SND_PCM_NO_AUTO_CHANNELS
          | Pcm.SND_PCM_NO_AUTO_FORMAT;

  private final Function<String, Optional<String>> holder;

  /** With what tells who has a card's PCM open. */
  Prober(Function<String, Optional<String>> holder) {
    this.holder = holder;
  }

  /** The device with what it says when it is opened. */
  CaptureDevice probed(CaptureDevice device) {
    if (device.state() == State.UNAVAILABLE) {
      return device;
    }
    CardThread thread = new CardThread("probe");
    try {
      Answer answer = thread.call(() -> ask(device.name()), LIMIT_NANOS, new CountDownLatch(1));
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
    int error = Pcm.snd_pcm_open(pcm, name, Pcm.SND_PCM_STREAM_CAPTURE, MODE);
    if (error < 0) {
      return new Answer(error, ErrorCalls.snd_strerror(error), Optional.empty());
    }
    Pointer opened = pcm.getValue();
    try {
      return new Answer(0, null, PcmAbilities.of(opened, false));
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
    Optional<String> by = state == State.BUSY ? holder.apply(device.name()) : Optional.empty();
    return new CaptureDevice(
        device.name(),
        device.description(),
        device.backend(),
        device.kind(),
        device.aliases(),
        state,
        by.map(who -> "in use by " + who).or(() -> Optional.ofNullable(answer.words())),
        answer.abilities());
  }
}
