package isr.alsa;

import java.nio.ByteBuffer;

/**
 * A PCM that is open and set up: the calls of a capture. Each returns what the function of that
 * name in {@code alsa/pcm.h} does, negative errno values included, and none waits longer than it
 * says, unless a sound server stands still. Never two calls at once.
 */
interface OpenPcm extends AutoCloseable {
  /** {@code snd_pcm_start}. */
  int start();

  /** As {@code snd_pcm_wait}: 1 when a period can be read, 0 when the time was over. */
  int await(int millis);

  /** {@code snd_pcm_status}. */
  PcmStatus status();

  /** {@code snd_pcm_state}. */
  int state();

  /** {@code snd_pcm_readi} into {@link #data}: how many PCM frames were read. */
  int read(int pcmFrames);

  /** What was read last, from 0 on; overwritten by the next {@link #read}. */
  ByteBuffer data();

  /** {@code snd_pcm_prepare}. */
  int prepare();

  /** {@code snd_pcm_resume}. */
  int resume();

  /** {@code snd_pcm_close}; idempotent. */
  @Override
  void close();
}
