package isr.alsa;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.ShortByReference;
import isr.alsa.lib.Libc;
import isr.alsa.lib.Pcm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A PCM of libasound's, with the memory that it is read into.
 *
 * <p>{@code snd_pcm_wait} begins its time limit anew whenever a plugin wakes it up without anything
 * to read, hence the waiting is done here.
 */
final class NativePcm implements OpenPcm {
  private final Pointer pcm;
  private final Owned status = Owned.of(Pcm::snd_pcm_status_malloc, Pcm::snd_pcm_status_free);
  private final Timespec stamp = new Timespec(NativeLong.SIZE == 8);
  private final Memory memory;
  private final ByteBuffer data;
  private final int periodPcmFrames;
  private final int descriptorCount;
  private final Memory descriptors;
  private final ShortByReference events = new ShortByReference();
  private boolean closed;

  /**
   * Takes a PCM over.
   *
   * @param pcm open and set up; closed with this
   * @param shape what it was set up for; a period is the most that one reading can give
   */
  NativePcm(Pointer pcm, PcmShape shape) {
    this.pcm = pcm;
    this.periodPcmFrames = shape.periodPcmFrames();
    this.descriptorCount = Pcm.snd_pcm_poll_descriptors_count(pcm);
    this.descriptors = new Memory(Math.max(1, descriptorCount) * (long) Libc.SIZEOF_POLLFD);
    int bytes = periodPcmFrames * shape.storedFrameBytes();
    this.memory = new Memory(bytes);
    this.data = memory.getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int start() {
    return Pcm.snd_pcm_start(pcm);
  }

  @Override
  public int await(int millis) {
    AlsaMessages.listen();
    long available = Pcm.snd_pcm_avail_update(pcm).longValue();
    if (available < 0 || available >= periodPcmFrames) {
      return available < 0 ? (int) available : 1;
    }
    long deadline = System.nanoTime() + millis * 1_000_000L;
    int left = millis;
    while (left > 0) {
      int ready = poll(left);
      if (ready != 0) {
        return ready;
      }
      left = (int) ((deadline - System.nanoTime()) / 1_000_000L);
    }
    return 0;
  }

  /** Waits for whatever wakes it up; 0 when that is nothing to read. */
  private int poll(int millis) {
    int count = Pcm.snd_pcm_poll_descriptors(pcm, descriptors, descriptorCount);
    if (count <= 0 || Libc.poll(descriptors, new NativeLong(count), millis) <= 0) {
      return Math.min(count, 0);
    }
    int error = Pcm.snd_pcm_poll_descriptors_revents(pcm, descriptors, count, events);
    if (error < 0) {
      return error;
    }
    if ((events.getValue() & (Libc.POLLERR | Libc.POLLNVAL)) != 0) {
      int failed = Trouble.errorOf(Pcm.snd_pcm_state(pcm));
      return failed < 0 ? failed : -Errno.EIO;
    }
    return events.getValue() & Libc.POLLIN;
  }

  @Override
  public PcmStatus status() {
    int error = Pcm.snd_pcm_status(pcm, status.pointer());
    if (error < 0) {
      return PcmStatus.failed(error);
    }
    return new PcmStatus(
        0,
        Pcm.snd_pcm_status_get_state(status.pointer()),
        Pcm.snd_pcm_status_get_avail(status.pointer()).longValue(),
        stamp.read(to -> Pcm.snd_pcm_status_get_htstamp(status.pointer(), to)));
  }

  @Override
  public int state() {
    return Pcm.snd_pcm_state(pcm);
  }

  @Override
  public int read(int pcmFrames) {
    return Pcm.snd_pcm_readi(pcm, memory, new NativeLong(pcmFrames)).intValue();
  }

  @Override
  public ByteBuffer data() {
    return data.clear();
  }

  @Override
  public int prepare() {
    return Pcm.snd_pcm_prepare(pcm);
  }

  @Override
  public int resume() {
    return Pcm.snd_pcm_resume(pcm);
  }

  /** After an unplug the answer is -ENODEV, and it is closed all the same. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pcm.snd_pcm_close(pcm);
      status.close();
      stamp.close();
      memory.close();
      descriptors.close();
    }
  }
}
