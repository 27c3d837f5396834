package isr.capture;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The providers that are on the class path. */
public final class CaptureSources {
  private final List<CaptureSource> providers;

  /** The given providers, asked in the order of their preference, else in that of the list. */
  public CaptureSources(List<CaptureSource> providers) {
    this.providers =
        providers.stream()
            .sorted(Comparator.comparingInt(CaptureSource::preference).reversed())
            .toList();
  }

  /** All providers that {@code ServiceLoader} finds. */
  public static CaptureSources installed() {
    return new CaptureSources(
        ServiceLoader.load(CaptureSource.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * Opens the source with the first provider that knows its kind. Where several do, one that can
   * not work here, such as a library that does not load, is passed over; a device that is absent is
   * waited for by the one that works.
   *
   * @throws CaptureException when none does, or none can: what the first one said
   */
  public Capture open(SourceSpec spec, CaptureContext context) throws CaptureException {
    CaptureException first = null;
    for (CaptureSource provider : providers) {
      if (provider.opens(spec)) {
        try {
          return provider.open(spec, context);
        } catch (CaptureException e) {
          first = first == null ? e : first;
        }
      }
    }
    throw first == null ? unknown(spec) : first;
  }

  private static CaptureException unknown(SourceSpec spec) {
    return new CaptureException(
        "sources of type \"" + spec.type() + "\" are not available in this build", false);
  }
}
