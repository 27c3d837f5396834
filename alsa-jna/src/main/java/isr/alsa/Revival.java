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
    boolean woken = false;
    if (trouble == Trouble.SUSPENDED) {
      int resumed = pcm.resume();
      if (resumed == -Errno.EAGAIN) {
        return resumed;
      }
      woken = resumed >= 0;
    }
    int state = pcm.state();
    long heardBefore = woken ? unread(pcm, state) : 0;
    if (state == Pcm.SND_PCM_STATE_RUNNING && trouble == Trouble.SUSPENDED) {
      return heardBefore;
    }
    int prepared = state == Pcm.SND_PCM_STATE_PREPARED ? 0 : pcm.prepare();
    if (prepared < 0) {
      return prepared;
    }
    int started = pcm.state() == Pcm.SND_PCM_STATE_PREPARED ? pcm.start() : 0;
    return started < 0 ? started : heardBefore;
  }

  /** What it had heard, asked at once: next to nothing of it is new. Preparing it drops that. */
  private static long unread(OpenPcm pcm, int state) {
    if (state != Pcm.SND_PCM_STATE_RUNNING && state != Pcm.SND_PCM_STATE_PREPARED) {
      return 0;
    }
    PcmStatus status = pcm.status();
    return status.error() < 0 ? 0 : status.availPcmFrames();
  }
}
