package isr.alsa;

import isr.alsa.lib.Pcm;

/** Lets a PCM that has stopped run again. */
final class Revival {
  private Revival() {}

  /**
   * Resumes, prepares and starts it, as need be.
   *
   * @return when it runs, how many frames it still has of what it heard before it stopped; -EAGAIN
   *     when it goes on waking up, which takes longer; another negative errno when it can not
   */
  static long revive(OpenPcm pcm, Trouble trouble) {
    if (trouble == Trouble.SUSPENDED) {
      int woken = pcm.resume();
      if (woken == -Errno.EAGAIN) {
        return woken;
      }
    }
    int state = pcm.state();
    if (state == Pcm.SND_PCM_STATE_RUNNING && trouble == Trouble.SUSPENDED) {
      PcmStatus status = pcm.status(); // at once: next to nothing of it is new
      return status.error() < 0 ? 0 : status.availPcmFrames();
    }
    int prepared = state == Pcm.SND_PCM_STATE_PREPARED ? 0 : pcm.prepare();
    if (prepared < 0) {
      return prepared;
    }
    return pcm.state() == Pcm.SND_PCM_STATE_PREPARED ? pcm.start() : 0;
  }
}
