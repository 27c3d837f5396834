package isr.alsa;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.NativeLongByReference;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Pcm;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import isr.media.PcmTrack;

/** Sets an open PCM up for exactly what was asked, or says what it can do instead. */
final class PcmSetup {
  /** What a reader may be late by, where the card has the memory. */
  private static final int BUFFER_SECONDS = 4;

  /** What a plug may still be able to do. */
  private static final int SHORT_BUFFER_SECONDS = 1;

  private static final int PERIODS_PER_SECOND = 10;

  /** A card with a small buffer is read at least so often before it is full. */
  private static final int FEWEST_PERIODS = 4;

  private final Pointer pcm;
  private final String name;
  private final SoundcardSpec spec;
  private final boolean converts;

  /**
   * For one PCM.
   *
   * @param name for messages
   * @param converts whether a plug may convert rates: the user named it
   */
  PcmSetup(Pointer pcm, String name, SoundcardSpec spec, boolean converts) {
    this.pcm = pcm;
    this.name = name;
    this.spec = spec;
    this.converts = converts;
  }

  /**
   * Sets it up; then it is prepared.
   *
   * @throws CaptureException when the card can not do it
   */
  PcmShape apply() throws CaptureException {
    try (Owned params = PcmAbilities.params()) {
      Pointer hw = params.pointer();
      CardFormat format = restrict(hw);
      size(hw, BUFFER_SECONDS);
      if (Pcm.snd_pcm_hw_params(pcm, hw) < 0) {
        format = restrict(hw);
        size(hw, SHORT_BUFFER_SECONDS);
        check(Pcm.snd_pcm_hw_params(pcm, hw), "can not be set up");
      }
      PcmShape shape = shape(hw, format);
      applySoftware(shape);
      return shape;
    }
  }

  private CardFormat restrict(Pointer hw) throws CaptureException {
    check(Pcm.snd_pcm_hw_params_any(pcm, hw), "can not be asked what it can do");
    if (!converts) {
      Pcm.snd_pcm_hw_params_set_rate_resample(pcm, hw, 0);
    }
    check(
        Pcm.snd_pcm_hw_params_set_access(pcm, hw, Pcm.SND_PCM_ACCESS_RW_INTERLEAVED),
        "can not be read with its channels interleaved");
    CardFormat format =
        CardFormat.of(spec.sampleFormat()).stream()
            .filter(stored -> PcmAbilities.choose(pcm, hw, stored))
            .findFirst()
            .orElseThrow(this::unable);
    if (Pcm.snd_pcm_hw_params_set_channels(pcm, hw, spec.channels()) < 0
        || Pcm.snd_pcm_hw_params_set_rate(pcm, hw, spec.sampleRateHz(), 0) < 0) {
      throw unable();
    }
    return format;
  }

  private void size(Pointer hw, int seconds) throws CaptureException {
    NativeLongByReference frames = new NativeLongByReference();
    check(Pcm.snd_pcm_hw_params_get_buffer_size_max(hw, frames), "does not tell its buffer");
    long most = frames.getValue().longValue();
    long wanted = (long) seconds * spec.sampleRateHz();
    long buffer = most > 0 ? Math.min(most, wanted) : wanted;
    long period = Math.min(spec.sampleRateHz() / PERIODS_PER_SECOND, buffer / FEWEST_PERIODS);
    frames.setValue(new NativeLong(Math.max(1, period)));
    check(
        Pcm.snd_pcm_hw_params_set_period_size_near(pcm, hw, frames, new IntByReference()),
        "takes no period");
    frames.setValue(new NativeLong(buffer));
    check(Pcm.snd_pcm_hw_params_set_buffer_size_near(pcm, hw, frames), "takes no buffer");
  }

  private PcmShape shape(Pointer hw, CardFormat format) throws CaptureException {
    NativeLongByReference period = new NativeLongByReference();
    NativeLongByReference buffer = new NativeLongByReference();
    check(Pcm.snd_pcm_hw_params_get_period_size(hw, period, new IntByReference()), "no period");
    check(Pcm.snd_pcm_hw_params_get_buffer_size(hw, buffer), "no buffer");
    return new PcmShape(
        new PcmTrack(spec.sampleRateHz(), spec.channels(), spec.sampleFormat()),
        format,
        period.getValue().intValue(),
        buffer.getValue().intValue());
  }

  /** A PCM without time stamps is recorded, too: then the time of reading has to do. */
  private void applySoftware(PcmShape shape) throws CaptureException {
    try (Owned params = Owned.of(Pcm::snd_pcm_sw_params_malloc, Pcm::snd_pcm_sw_params_free)) {
      Pointer sw = params.pointer();
      check(Pcm.snd_pcm_sw_params_current(pcm, sw), "has no software parameters");
      NativeLong period = new NativeLong(shape.periodPcmFrames());
      Pcm.snd_pcm_sw_params_set_avail_min(pcm, sw, period);
      Pcm.snd_pcm_sw_params_set_tstamp_mode(pcm, sw, Pcm.SND_PCM_TSTAMP_ENABLE);
      Pcm.snd_pcm_sw_params_set_tstamp_type(pcm, sw, Pcm.SND_PCM_TSTAMP_TYPE_MONOTONIC);
      check(Pcm.snd_pcm_sw_params(pcm, sw), "takes no software parameters");
    }
  }

  private CaptureException unable() {
    return OpenFailure.unable(name, spec, PcmAbilities.of(pcm, converts));
  }

  private void check(int result, String what) throws CaptureException {
    if (result < 0) {
      throw new CaptureException(name + " " + what + ": " + ErrorCalls.snd_strerror(result), true);
    }
  }
}
