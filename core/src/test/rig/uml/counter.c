/*
 * Plays a counter on an ALSA playback PCM in real time: frame n, from 1 on, has its low 16 bits in the left and the high
 * ones in the right channel, S16_LE. Prints twice a second which frame is heard and when, by the card's own time stamp on
 * the clock of the day: "FRAME SECONDS". Ends when it is killed, or when the card is gone.
 *
 *   gcc -O2 -Wall -o counter counter.c -lasound
 *   counter PCM RATE
 */
#include <alsa/asoundlib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void must(int error, const char *what) {
  if (error < 0) {
    fprintf(stderr, "%s: %s\n", what, snd_strerror(error));
    exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) {
    return 2;
  }
  unsigned rate = atoi(argv[2]);
  snd_pcm_t *pcm;
  must(snd_pcm_open(&pcm, argv[1], SND_PCM_STREAM_PLAYBACK, 0), "open");
  snd_pcm_hw_params_t *hw;
  snd_pcm_hw_params_alloca(&hw);
  must(snd_pcm_hw_params_any(pcm, hw), "any");
  must(snd_pcm_hw_params_set_access(pcm, hw, SND_PCM_ACCESS_RW_INTERLEAVED), "access");
  must(snd_pcm_hw_params_set_format(pcm, hw, SND_PCM_FORMAT_S16_LE), "format");
  must(snd_pcm_hw_params_set_channels(pcm, hw, 2), "channels");
  must(snd_pcm_hw_params_set_rate(pcm, hw, rate, 0), "rate");
  snd_pcm_uframes_t buffer = rate, period = rate / 10;
  must(snd_pcm_hw_params_set_buffer_size_near(pcm, hw, &buffer), "buffer");
  must(snd_pcm_hw_params_set_period_size_near(pcm, hw, &period, NULL), "period");
  must(snd_pcm_hw_params(pcm, hw), "hw_params");
  snd_pcm_sw_params_t *sw;
  snd_pcm_sw_params_alloca(&sw);
  must(snd_pcm_sw_params_current(pcm, sw), "sw");
  must(snd_pcm_sw_params_set_tstamp_mode(pcm, sw, SND_PCM_TSTAMP_ENABLE), "stamps");
  must(snd_pcm_sw_params_set_tstamp_type(pcm, sw, SND_PCM_TSTAMP_TYPE_GETTIMEOFDAY), "type of stamps");
  must(snd_pcm_sw_params(pcm, sw), "sw_params");
  snd_pcm_status_t *status;
  snd_pcm_status_alloca(&status);
  int16_t *frames = malloc(period * 4);
  uint32_t next = 1;
  for (int i = 0;; i++) {
    for (snd_pcm_uframes_t frame = 0; frame < period; frame++, next++) {
      frames[2 * frame] = next & 0xffff;
      frames[2 * frame + 1] = next >> 16;
    }
    snd_pcm_sframes_t written = snd_pcm_writei(pcm, frames, period);
    if (written == -ESTRPIPE || written == -EPIPE) { /* it slept, or nobody let it write in time: on from here */
      must(snd_pcm_prepare(pcm), "prepare");
      written = snd_pcm_writei(pcm, frames, period);
    }
    must(written, "write");
    if (i % 5 == 0 && snd_pcm_status(pcm, status) == 0 && snd_pcm_status_get_state(status) == SND_PCM_STATE_RUNNING) {
      snd_htimestamp_t at;
      snd_pcm_status_get_htstamp(status, &at);
      printf("%ld %ld.%09ld\n", (long)next - snd_pcm_status_get_delay(status), at.tv_sec, at.tv_nsec);
      fflush(stdout);
    }
  }
}
