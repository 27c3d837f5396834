package isr.capture.tone;

import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureSource;
import isr.capture.SourceSpec;

/** The provider of tone sources. */
public final class ToneSource implements CaptureSource {
  @Override
  public boolean opens(SourceSpec spec) {
    return spec instanceof ToneSpec;
  }

  @Override
  public Capture open(SourceSpec spec, CaptureContext context) {
    return new ToneCapture((ToneSpec) spec, context.clock());
  }
}
