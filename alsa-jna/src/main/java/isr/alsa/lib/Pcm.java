package isr.alsa.lib;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import com.sun.jna.ptr.ShortByReference;

/** {@code alsa/pcm.h}. A {@code dir} is the part of an interval's end that is not whole: 0. */
public final class Pcm {
  /** {@code snd_pcm_stream_t}: capture. */
  public static final int SND_PCM_STREAM_CAPTURE = 1;

  /** {@code snd_pcm_access_t}. */
  public static final int SND_PCM_ACCESS_RW_INTERLEAVED = 3;

  /** {@code snd_pcm_format_t}: signed, 16 bits in 2 bytes. */
  public static final int SND_PCM_FORMAT_S16_LE = 2;

  /** Signed, 24 bits in the low bytes of 4. */
  public static final int SND_PCM_FORMAT_S24_LE = 6;

  /** Signed, 32 bits in 4 bytes. */
  public static final int SND_PCM_FORMAT_S32_LE = 10;

  /** Signed, 24 bits in 3 bytes. */
  public static final int SND_PCM_FORMAT_S24_3LE = 32;

  /** {@code snd_pcm_state_t}: open, not set up. */
  public static final int SND_PCM_STATE_OPEN = 0;

  /** Set up. */
  public static final int SND_PCM_STATE_SETUP = 1;

  /** Ready to start. */
  public static final int SND_PCM_STATE_PREPARED = 2;

  /** Running. */
  public static final int SND_PCM_STATE_RUNNING = 3;

  /** Stopped: an overrun. */
  public static final int SND_PCM_STATE_XRUN = 4;

  /** Stopped: the machine or the card sleeps. */
  public static final int SND_PCM_STATE_SUSPENDED = 7;

  /** The card is gone. */
  public static final int SND_PCM_STATE_DISCONNECTED = 8;

  /** {@code snd_pcm_tstamp_t}: with time stamps. */
  public static final int SND_PCM_TSTAMP_ENABLE = 1;

  /** {@code snd_pcm_tstamp_type_t}: CLOCK_MONOTONIC. */
  public static final int SND_PCM_TSTAMP_TYPE_MONOTONIC = 1;

  /** {@code mode} of {@link #snd_pcm_open}: never wait. */
  public static final int SND_PCM_NONBLOCK = 0x0001;

  /** No conversion of rates. */
  public static final int SND_PCM_NO_AUTO_RESAMPLE = 0x0001_0000;

  /** No conversion of channels. */
  public static final int SND_PCM_NO_AUTO_CHANNELS = 0x0002_0000;

  /** No conversion of formats. */
  public static final int SND_PCM_NO_AUTO_FORMAT = 0x0004_0000;

  private Pcm() {}

  /** Opens a PCM; with NONBLOCK -EBUSY at once when another program holds it. */
  public static native int snd_pcm_open(PointerByReference pcm, String name, int stream, int mode);

  /** Closes it, also when it returns -ENODEV; never while another thread is in a call. */
  public static native int snd_pcm_close(Pointer pcm);

  /** Sets it up; then it is prepared. */
  public static native int snd_pcm_hw_params(Pointer pcm, Pointer params);

  /** The software parameters that are in force. */
  public static native int snd_pcm_sw_params_current(Pointer pcm, Pointer params);

  /** Puts software parameters in force. */
  public static native int snd_pcm_sw_params(Pointer pcm, Pointer params);

  /** How many {@code struct pollfd} a reader has to wait for. */
  public static native int snd_pcm_poll_descriptors_count(Pointer pcm);

  /** Fills them in. */
  public static native int snd_pcm_poll_descriptors(Pointer pcm, Pointer pfds, int space);

  /** What {@link Libc#poll} has found means: a set of POLLIN, POLLERR, POLLNVAL. */
  public static native int snd_pcm_poll_descriptors_revents(
      Pointer pcm, Pointer pfds, int nfds, ShortByReference revents);

  /** Makes it ready to start. */
  public static native int snd_pcm_prepare(Pointer pcm);

  /** Fills in state, available frames and time stamp, which belong together. */
  public static native int snd_pcm_status(Pointer pcm, Pointer status);

  /** Starts it. */
  public static native int snd_pcm_start(Pointer pcm);

  /** Wakes it up; -EAGAIN while that goes on, -ENOSYS where it has to be prepared anew. */
  public static native int snd_pcm_resume(Pointer pcm);

  /** {@code snd_pcm_state_t}. */
  public static native int snd_pcm_state(Pointer pcm);

  /** Frames that can be read. */
  public static native NativeLong snd_pcm_avail_update(Pointer pcm);

  /** Frames that were read; -EAGAIN when there are none. */
  public static native NativeLong snd_pcm_readi(Pointer pcm, Pointer buffer, NativeLong size);

  /** Makes a {@code snd_pcm_info_t}. */
  public static native int snd_pcm_info_malloc(PointerByReference ptr);

  /** Gives it back. */
  public static native void snd_pcm_info_free(Pointer obj);

  /** The name of the PCM. */
  public static native String snd_pcm_info_get_name(Pointer obj);

  /** How many streams can be opened at once. */
  public static native int snd_pcm_info_get_subdevices_count(Pointer obj);

  /** How many of them are free. */
  public static native int snd_pcm_info_get_subdevices_avail(Pointer obj);

  /** Which PCM is asked about. */
  public static native void snd_pcm_info_set_device(Pointer obj, int val);

  /** Which of its streams. */
  public static native void snd_pcm_info_set_subdevice(Pointer obj, int val);

  /** Which direction. */
  public static native void snd_pcm_info_set_stream(Pointer obj, int val);

  /** Makes a {@code snd_pcm_hw_params_t}. */
  public static native int snd_pcm_hw_params_malloc(PointerByReference ptr);

  /** Gives it back. */
  public static native void snd_pcm_hw_params_free(Pointer obj);

  /** All that the PCM can do. */
  public static native int snd_pcm_hw_params_any(Pointer pcm, Pointer params);

  /** Significant bits of a sample. */
  public static native int snd_pcm_hw_params_get_sbits(Pointer params);

  /** Restricts the access. */
  public static native int snd_pcm_hw_params_set_access(Pointer pcm, Pointer params, int access);

  /** Whether it can do the format. */
  public static native int snd_pcm_hw_params_test_format(Pointer pcm, Pointer params, int val);

  /** Restricts the format. */
  public static native int snd_pcm_hw_params_set_format(Pointer pcm, Pointer params, int val);

  /** Fewest channels. */
  public static native int snd_pcm_hw_params_get_channels_min(Pointer params, IntByReference val);

  /** Most channels. */
  public static native int snd_pcm_hw_params_get_channels_max(Pointer params, IntByReference val);

  /** Restricts the channels. */
  public static native int snd_pcm_hw_params_set_channels(Pointer pcm, Pointer params, int val);

  /** Whether it can do the rate. */
  public static native int snd_pcm_hw_params_test_rate(
      Pointer pcm, Pointer params, int val, int dir);

  /** Restricts the rate. */
  public static native int snd_pcm_hw_params_set_rate(
      Pointer pcm, Pointer params, int val, int dir);

  /** Whether a plug converts the rate: 1, or 0. */
  public static native int snd_pcm_hw_params_set_rate_resample(
      Pointer pcm, Pointer params, int val);

  /** The period in frames. */
  public static native int snd_pcm_hw_params_get_period_size(
      Pointer params, NativeLongByReference frames, IntByReference dir);

  /** Restricts the period in frames to the nearest that it can do. */
  public static native int snd_pcm_hw_params_set_period_size_near(
      Pointer pcm, Pointer params, NativeLongByReference val, IntByReference dir);

  /** The buffer in frames. */
  public static native int snd_pcm_hw_params_get_buffer_size(
      Pointer params, NativeLongByReference val);

  /** The largest buffer in frames. */
  public static native int snd_pcm_hw_params_get_buffer_size_max(
      Pointer params, NativeLongByReference val);

  /** Restricts the buffer in frames to the nearest that it can do. */
  public static native int snd_pcm_hw_params_set_buffer_size_near(
      Pointer pcm, Pointer params, NativeLongByReference val);

  /** Makes a {@code snd_pcm_sw_params_t}. */
  public static native int snd_pcm_sw_params_malloc(PointerByReference ptr);

  /** Gives it back. */
  public static native void snd_pcm_sw_params_free(Pointer obj);

  /** {@code snd_pcm_tstamp_t}. */
  public static native int snd_pcm_sw_params_set_tstamp_mode(Pointer pcm, Pointer params, int val);

  /** {@code snd_pcm_tstamp_type_t}. */
  public static native int snd_pcm_sw_params_set_tstamp_type(Pointer pcm, Pointer params, int val);

  /** As many frames wake up a reader that waits. */
  public static native int snd_pcm_sw_params_set_avail_min(
      Pointer pcm, Pointer params, NativeLong val);

  /** Makes a {@code snd_pcm_status_t}. */
  public static native int snd_pcm_status_malloc(PointerByReference ptr);

  /** Gives it back. */
  public static native void snd_pcm_status_free(Pointer obj);

  /** {@code snd_pcm_state_t}. */
  public static native int snd_pcm_status_get_state(Pointer obj);

  /** Writes a {@code struct timespec}, whose size is that of the library's build. */
  public static native void snd_pcm_status_get_htstamp(Pointer obj, Pointer ptr);

  /** Frames that can be read. */
  public static native NativeLong snd_pcm_status_get_avail(Pointer obj);

  /** The name of a format, such as {@code S16_LE}; null when there is none. */
  public static native String snd_pcm_format_name(int format);
}
