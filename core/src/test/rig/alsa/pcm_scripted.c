/*
 * A capture card for tests, as a plugin of the real libasound (alsa/pcm_ioplug.h).
 *
 *   gcc -shared -fPIC -O2 -Wall -DPIC -o libasound_module_pcm_scripted.so pcm_scripted.c -lasound
 *
 * What it hears is a counter that never stops: frame n is heard at n / rate seconds of
 * CLOCK_MONOTONIC, where rate includes ppm. So each sample tells when it was heard, and whatever
 * is missing can be counted. Channel 0 has the low bits of n, channel 1 the bits above these,
 * further ones the low bits plus their number.
 *
 * Fields: rate, channels, ppm, format (S16_LE, S24_3LE, S24_LE or S32_LE; empty: all of them),
 * buffer (most bytes), gone (while that file exists, opening gives ENODEV) and
 * script: words WHAT@FRAME:ARGUMENT, done once when so many frames have been delivered:
 *
 *   xrun@F:MS      for MS ms nothing comes, then the card says that it has overrun
 *   unplug@F       the card is gone: ENODEV; the file gone is made
 *   suspend@F:MS   the card sleeps, and resuming it takes MS ms; then it runs
 *   sleep@F:MS     the same, but then it has to be started
 *   stall@F:MS     for MS ms nothing comes, then all of it at once
 *   jump@F:MS      for MS ms nothing comes, and what was heard then never does
 *   freeze@F       nothing comes any more, without an error
 */
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WORDS = 32 };

typedef struct {
  char what[12];
  int64_t at;
  int64_t millis;
} word_t;

typedef struct {
  snd_pcm_ioplug_t io;
  word_t script[MOST_WORDS];
  int words;
  int done;
  const char *gone;
  double rate;         /* with ppm, frames per second */
  int running;
  int unplugged;
  int64_t first;       /* the counter less the frames delivered */
  int64_t before;      /* what that was until the last loss */
  int64_t lost_at;     /* frames delivered at the last loss */
  int64_t delivered;   /* frames that have come since the card was opened */
  int64_t taken;       /* of these, what has been read */
  int64_t prepared;    /* delivered when it was last prepared: ALSA's position 0 */
  int64_t silent_till; /* nanoseconds; until then nothing comes */
  int forget;          /* what is heard until then never comes */
  int overrun;         /* then it has overrun */
  int restart;         /* after sleeping it has to be started */
} card_t;

static int64_t now_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int64_t counter_at(const card_t *card, int64_t nanos) {
  /* In two parts: a double holds a day of nanoseconds only roughly. */
  int64_t seconds = nanos / 1000000000LL;
  return (int64_t)(seconds * card->rate + (nanos % 1000000000LL) * 1e-9 * card->rate);
}

/* The next frame is what is heard now; those that have come and were not yet read stay what they are. */
static void skip_to_now(card_t *card) {
  card->before = card->first;
  card->lost_at = card->delivered;
  card->first = counter_at(card, now_nanos()) - card->delivered;
}

static void obey(card_t *card, const word_t *word) {
  card->silent_till = now_nanos() + word->millis * 1000000LL;
  if (!strcmp(word->what, "xrun")) {
    card->overrun = 1;
  } else if (!strcmp(word->what, "unplug")) {
    if (*card->gone) {
      close(open(card->gone, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    }
    card->unplugged = 1;
    snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_DISCONNECTED);
  } else if (!strcmp(word->what, "suspend") || !strcmp(word->what, "sleep")) {
    card->running = 0;
    card->restart = word->what[1] == 'l';
    snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_SUSPENDED);
  } else if (!strcmp(word->what, "jump")) {
    card->forget = 1;
  } else if (!strcmp(word->what, "freeze")) {
    card->silent_till = INT64_MAX;
  }
}

/* Lets come what has been heard, up to the next word of the script. */
static void advance(card_t *card) {
  int64_t now = now_nanos();
  if (!card->running || card->unplugged || now < card->silent_till) {
    return;
  }
  if (card->overrun) {
    card->overrun = 0;
    card->running = 0;
    snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_XRUN);
    return;
  }
  if (card->forget) {
    card->forget = 0;
    skip_to_now(card);
  }
  int64_t delivered = counter_at(card, now) - card->first;
  if (card->done < card->words && delivered >= card->script[card->done].at) {
    const word_t *word = &card->script[card->done++];
    if (word->at > card->delivered) {
      card->delivered = word->at;
    }
    obey(card, word);
  } else if (delivered > card->delivered) {
    card->delivered = delivered;
  }
  if (card->running && card->delivered - card->taken > (int64_t)card->io.buffer_size) {
    card->running = 0;
    snd_pcm_ioplug_set_state(&card->io, SND_PCM_STATE_XRUN);
  }
}

static void wake_up_often(card_t *card, int on) {
  long nanos = (long)(card->io.period_size / card->rate * 1e9 / 4);
  struct itimerspec every = {{0, 0}, {0, 0}};
  if (on) {
    every.it_interval.tv_sec = nanos / 1000000000L;
    every.it_interval.tv_nsec = nanos % 1000000000L + 1;
    every.it_value = every.it_interval;
  }
  timerfd_settime(card->io.poll_fd, 0, &every, NULL);
}

static int card_start(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  if (card->unplugged) {
    return -ENODEV;
  }
  skip_to_now(card);
  card->running = 1;
  wake_up_often(card, 1);
  return 0;
}

static int card_stop(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  card->running = 0;
  wake_up_often(card, 0);
  return 0;
}

static void sleep_on(card_t *card) {
  int64_t left = card->silent_till - now_nanos();
  if (left > 0 && left < 60000000000LL) {
    usleep(left / 1000);
  }
}

static int card_prepare(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  if (card->unplugged) {
    return -ENODEV;
  }
  sleep_on(card);
  card->taken = card->prepared = card->delivered;
  return 0;
}

/* Whatever this returns, snd_pcm_resume reports success: the state tells. */
static int card_resume(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  sleep_on(card);
  snd_pcm_ioplug_set_state(io, card->restart ? SND_PCM_STATE_PREPARED : SND_PCM_STATE_RUNNING);
  return card->restart ? 0 : card_start(io);
}

static snd_pcm_sframes_t card_pointer(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  advance(card);
  return (card->delivered - card->prepared) % io->buffer_size;
}

static void put_frame(const card_t *card, unsigned char *to, int64_t counter) {
  int width = snd_pcm_format_width(card->io.format);
  int bytes = snd_pcm_format_physical_width(card->io.format) / 8;
  for (unsigned channel = 0; channel < card->io.channels; channel++) {
    uint64_t value = channel == 1 ? (uint64_t)counter >> width : (uint64_t)counter + (channel > 1 ? channel : 0);
    for (int i = 0; i < bytes; i++) {
      int sign = i * 8 >= width && (value >> (width - 1) & 1);
      *to++ = i * 8 < width ? value >> (8 * i) & 0xff : sign ? 0xff : 0;
    }
  }
}

static snd_pcm_sframes_t card_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                       snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  card_t *card = io->private_data;
  if (card->unplugged) {
    return -ENODEV;
  }
  unsigned char *to = (unsigned char *)areas[0].addr + (areas[0].first + areas[0].step * offset) / 8;
  for (snd_pcm_uframes_t i = 0; i < size; i++) {
    int64_t frame = card->taken + i;
    put_frame(card, to + i * areas[0].step / 8, (frame < card->lost_at ? card->before : card->first) + frame);
  }
  card->taken += size;
  return size;
}

static int card_poll_revents(snd_pcm_ioplug_t *io, struct pollfd *pfd, unsigned int nfds,
                             unsigned short *revents) {
  card_t *card = io->private_data;
  uint64_t expirations;
  if (nfds < 1 || read(pfd[0].fd, &expirations, sizeof expirations) < 0) {
    /* not yet due */
  }
  advance(card);
  int failed = card->unplugged || io->state == SND_PCM_STATE_XRUN || io->state == SND_PCM_STATE_SUSPENDED;
  int enough = card->delivered - card->taken >= (int64_t)io->period_size;
  *revents = failed ? POLLERR : enough ? POLLIN : 0;
  return 0;
}

static int card_close(snd_pcm_ioplug_t *io) {
  card_t *card = io->private_data;
  close(io->poll_fd);
  free((char *)card->gone);
  free(card);
  return 0;
}

static const snd_pcm_ioplug_callback_t CALLBACKS = {
    .start = card_start,
    .stop = card_stop,
    .pointer = card_pointer,
    .transfer = card_transfer,
    .close = card_close,
    .prepare = card_prepare,
    .resume = card_resume,
    .poll_revents = card_poll_revents,
};

static void read_script(card_t *card, const char *script) {
  char *copy = strdup(script), *rest = NULL;
  for (char *text = strtok_r(copy, " ", &rest); text && card->words < MOST_WORDS; text = strtok_r(NULL, " ", &rest)) {
    word_t *word = &card->script[card->words];
    long long at = 0, millis = 0;
    if (sscanf(text, "%11[a-z]@%lld:%lld", word->what, &at, &millis) >= 2) {
      word->at = at;
      word->millis = millis;
      card->words++;
    } else {
      SNDERR("no word of a script: %s", text);
    }
  }
  free(copy);
}

static int restrict_to(card_t *card, const char *format, long rate, long channels, long buffer) {
  static const unsigned int ALL[] = {SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE,
                                     SND_PCM_FORMAT_S32_LE};
  const unsigned int access[] = {SND_PCM_ACCESS_RW_INTERLEAVED, SND_PCM_ACCESS_MMAP_INTERLEAVED};
  unsigned int one[] = {snd_pcm_format_value(format)};
  snd_pcm_ioplug_t *io = &card->io;
  snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 2, access);
  snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, *format ? 1 : 4, *format ? one : ALL);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels, channels);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate, rate);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 1024);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 64, buffer / 2);
  return snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 128, buffer);
}

SND_PCM_PLUGIN_DEFINE_FUNC(scripted) {
  const char *script = "", *format = "", *gone = "";
  long rate = 44100, channels = 2, ppm = 0, buffer = 1 << 22;
  snd_config_iterator_t i, next;
  (void)root;
  snd_config_for_each(i, next, conf) {
    snd_config_t *entry = snd_config_iterator_entry(i);
    const char *id;
    if (snd_config_get_id(entry, &id) < 0 || !strcmp(id, "comment") || !strcmp(id, "type") || !strcmp(id, "hint")) {
      continue;
    }
    int bad = !strcmp(id, "script")     ? snd_config_get_string(entry, &script)
              : !strcmp(id, "format")   ? snd_config_get_string(entry, &format)
              : !strcmp(id, "gone")     ? snd_config_get_string(entry, &gone)
              : !strcmp(id, "rate")     ? snd_config_get_integer(entry, &rate)
              : !strcmp(id, "channels") ? snd_config_get_integer(entry, &channels)
              : !strcmp(id, "ppm")      ? snd_config_get_integer(entry, &ppm)
              : !strcmp(id, "buffer")   ? snd_config_get_integer(entry, &buffer)
                                        : -EINVAL;
    if (bad) {
      SNDERR("scripted: bad field %s", id);
      return -EINVAL;
    }
  }
  if (stream != SND_PCM_STREAM_CAPTURE) {
    SNDERR("scripted: it only records");
    return -EINVAL;
  }
  if (*gone && access(gone, F_OK) == 0) {
    return -ENODEV;
  }
  card_t *card = calloc(1, sizeof *card);
  card->gone = strdup(gone);
  card->rate = rate * (1 + ppm * 1e-6);
  read_script(card, script);
  card->io.version = SND_PCM_IOPLUG_VERSION;
  card->io.name = "Scripted card";
  card->io.callback = &CALLBACKS;
  card->io.private_data = card;
  card->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  card->io.poll_events = POLLIN;
  int error = snd_pcm_ioplug_create(&card->io, name, stream, mode);
  if (error >= 0) {
    error = restrict_to(card, format, rate, channels, buffer);
    if (error < 0) {
      snd_pcm_ioplug_delete(&card->io);
      return error;
    }
    *pcmp = card->io.pcm;
    return 0;
  }
  close(card->io.poll_fd);
  free((char *)card->gone);
  free(card);
  return error;
}

SND_PCM_PLUGIN_SYMBOL(scripted);
