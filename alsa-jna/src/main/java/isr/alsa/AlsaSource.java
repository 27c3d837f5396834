package isr.alsa;

import isr.capture.Capture;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.CaptureSource;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.capture.SourceSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The provider of soundcards through libasound. */
public final class AlsaSource implements CaptureSource {
  private final AlsaDevices devices = new AlsaDevices();
  private final Map<String, CardThread> hanging = new ConcurrentHashMap<>();

  /** By source and its settings: the card that was opened last. */
  private final Map<String, CardMemory> memories = new ConcurrentHashMap<>();

  @Override
  public boolean opens(SourceSpec spec) {
    return spec instanceof SoundcardSpec card && card.backend() != Backend.JAVASOUND;
  }

  /** With {@code backend = "auto"} libasound goes before javax.sound. */
  @Override
  public int preference() {
    return 1;
  }

  @Override
  public Capture open(SourceSpec spec, CaptureContext context) throws CaptureException {
    AlsaLibrary.enter();
    SoundcardSpec card = (SoundcardSpec) spec;
    CardMemory memory =
        memories.computeIfAbsent(context.sourceName() + ": " + card, key -> new CardMemory());
    return new AlsaCapture(card.device(), new CardOpener(card, devices, memory), context, hanging);
  }
}
