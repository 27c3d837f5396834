package isr.capture.javasound;

import isr.capture.CaptureDevice;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import java.util.List;

/** The list of what javax.sound can record from. */
public final class JavaSoundDevices implements DeviceLister {
  static final String BACKEND = "javasound";

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public List<CaptureDevice> list() throws CaptureException {
    return Guard.call(() -> Mixers.installed().devices());
  }
}
