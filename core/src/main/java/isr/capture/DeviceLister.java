package isr.capture;

import java.util.List;

/** A provider of lists of devices, found by {@code ServiceLoader}. */
public interface DeviceLister {
  /** {@code alsa} or {@code javasound}. */
  String backend();

  /**
   * What can be recorded now; asks every device, which may take a second.
   *
   * @throws CaptureException when the backend can not work here, with what to do about it
   */
  List<CaptureDevice> list() throws CaptureException;
}
