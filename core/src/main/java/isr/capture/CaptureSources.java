package isr.capture;

import java.util.List;
import java.util.ServiceLoader;

/** The providers that are on the class path. */
public final class CaptureSources {
  private final List<CaptureSource> providers;

  /** The given providers, asked in order. */
  public CaptureSources(List<CaptureSource> providers) {
    this.providers = List.copyOf(providers);
  }

  /** All providers that {@code ServiceLoader} finds. */
  public static CaptureSources installed() {
    return new CaptureSources(
        ServiceLoader.load(CaptureSource.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * Opens the source with the first provider that knows its kind.
   *
   * @throws CaptureException when none does, or the provider can not
   */
  public Capture open(SourceSpec spec, CaptureContext context) throws CaptureException {
    for (CaptureSource provider : providers) {
      if (provider.opens(spec)) {
        return provider.open(spec, context);
      }
    }
    throw new CaptureException(
        "sources of type \"" + spec.type() + "\" are not available in this build", false);
  }
}
