package isr.capture;

/** A provider of captures, found by {@code ServiceLoader} through {@code META-INF/services}. */
public interface CaptureSource {
  /** Whether this provider opens such a source. */
  boolean opens(SourceSpec spec);

  /** Of several providers that open the same source the one with the highest is asked first. */
  default int preference() {
    return 0;
  }

  /**
   * Prepares a capture; connecting or opening the device is left to {@link Capture#run}.
   *
   * @throws CaptureException when the source can not work here, with what to do about it
   */
  Capture open(SourceSpec spec, CaptureContext context) throws CaptureException;
}
