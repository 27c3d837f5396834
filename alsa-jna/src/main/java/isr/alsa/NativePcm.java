package isr.alsa;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import isr.alsa.lib.Pcm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A PCM of libasound's, with the memory that it is read into. */
final class NativePcm implements OpenPcm {
  private final Pointer pcm;
  private final Owned status = Owned.of(Pcm::snd_pcm_status_malloc, Pcm::snd_pcm_status_free);
  private final Timespec stamp = new Timespec(NativeLong.SIZE == 8);
  private final Memory memory;
  private final ByteBuffer data;
  private boolean closed;

  /**
   * Takes a PCM over.
   *
   * @param pcm open and set up; closed with this
   * @param bytes most that one reading can give
   */
  NativePcm(Pointer pcm, int bytes) {
    this.pcm = pcm;
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
    return Pcm.snd_pcm_wait(pcm, millis);
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
    }
  }
}
