package isr.capture.javasound;

import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSource;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.capture.SourceSpec;

/**
 * The provider of sound cards through javax.sound; of those that may be opened with any library,
 * too, when no provider before it does.
 */
public final class JavaSoundSource implements CaptureSource {
  @Override
  public boolean opens(SourceSpec spec) {
    return spec instanceof SoundcardSpec card && card.backend() != Backend.ALSA;
  }

  @Override
  public Capture open(SourceSpec spec, CaptureContext context) throws CaptureException {
    return Guard.call(() -> LineCapture.of((SoundcardSpec) spec, context));
  }
}
