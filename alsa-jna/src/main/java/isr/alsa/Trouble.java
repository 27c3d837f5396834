package isr.alsa;

import isr.alsa.lib.Pcm;

/** What has happened to a PCM that was running, and what it calls for. */
enum Trouble {
  /** Nothing: try again soon. */
  NONE(""),
  /** The reader was late and the card has stopped: prepare and start. */
  OVERRUN("overrun: the samples were not read in time"),
  /** The machine or the card slept: resume, else prepare, and start where it does not run. */
  SUSPENDED("suspended: the machine or the card slept"),
  /** The card is gone: nothing helps but waiting for it. */
  UNPLUGGED("unplugged"),
  /** Anything else: prepare and start may help. */
  BROKEN("an error of the sound server or the driver");

  private final String cause;

  Trouble(String cause) {
    this.cause = cause;
  }

  /** A few words, for the ledger. */
  String cause() {
    return cause;
  }

  /**
   * Decides what has happened; a state says more than an error, which plugins translate freely.
   *
   * @param error negative errno of {@code snd_pcm_wait}, {@code _status} or {@code _readi}
   * @param state {@code SND_PCM_STATE_…} afterwards
   */
  static Trouble of(int error, int state) {
    return switch (state) {
      case Pcm.SND_PCM_STATE_DISCONNECTED -> UNPLUGGED;
      case Pcm.SND_PCM_STATE_SUSPENDED -> SUSPENDED;
      case Pcm.SND_PCM_STATE_XRUN -> error == -Errno.ENODEV ? UNPLUGGED : OVERRUN;
      default -> of(error);
    };
  }

  private static Trouble of(int error) {
    return switch (-error) {
      case Errno.EAGAIN, Errno.EINTR -> NONE;
      case Errno.ENODEV -> UNPLUGGED;
      case Errno.ESTRPIPE -> SUSPENDED;
      case Errno.EPIPE -> OVERRUN;
      default -> BROKEN;
    };
  }

  /** The error that a state amounts to in which nothing can be read; 0 while it runs. */
  static int errorOf(int state) {
    return switch (state) {
      case Pcm.SND_PCM_STATE_RUNNING -> 0;
      case Pcm.SND_PCM_STATE_XRUN -> -Errno.EPIPE;
      case Pcm.SND_PCM_STATE_SUSPENDED -> -Errno.ESTRPIPE;
      case Pcm.SND_PCM_STATE_DISCONNECTED -> -Errno.ENODEV;
      default -> -Errno.EBADFD;
    };
  }
}
