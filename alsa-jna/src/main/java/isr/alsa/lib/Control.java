package isr.alsa.lib;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/** {@code alsa/control.h}. */
public final class Control {
  private Control() {}

  /** The card after that one, from -1 on; -1 when there is none. */
  public static native int snd_card_next(IntByReference card);

  /** The index of a card by its id or index; -ENODEV when there is none. */
  public static native int snd_card_get_index(String name);

  /** A list of {@code void *}, ended by NULL, of the devices that the configuration names. */
  public static native int snd_device_name_hint(int card, String iface, PointerByReference hints);

  /** Gives the list back. */
  public static native int snd_device_name_free_hint(Pointer hints);

  /** NAME, DESC or IOID of one; null, or a string to be given to {@link Libc#free}. */
  public static native Pointer snd_device_name_get_hint(Pointer hint, String id);

  /** Opens a card, {@code hw:0}. */
  public static native int snd_ctl_open(PointerByReference ctl, String name, int mode);

  /** Closes it. */
  public static native int snd_ctl_close(Pointer ctl);

  /** Fills in what the card is. */
  public static native int snd_ctl_card_info(Pointer ctl, Pointer info);

  /** The PCM after that one, from -1 on; -1 when there is none. */
  public static native int snd_ctl_pcm_next_device(Pointer ctl, IntByReference device);

  /** Fills in what the PCM is whose device and stream are set; -ENOENT without such a stream. */
  public static native int snd_ctl_pcm_info(Pointer ctl, Pointer info);

  /** Makes a {@code snd_ctl_card_info_t}. */
  public static native int snd_ctl_card_info_malloc(PointerByReference ptr);

  /** Gives it back. */
  public static native void snd_ctl_card_info_free(Pointer obj);

  /** The id, such as {@code Device}. */
  public static native String snd_ctl_card_info_get_id(Pointer obj);

  /** The driver, such as {@code USB-Audio}. */
  public static native String snd_ctl_card_info_get_driver(Pointer obj);

  /** The short name. */
  public static native String snd_ctl_card_info_get_name(Pointer obj);

  /** The long name, which often tells the USB path. */
  public static native String snd_ctl_card_info_get_longname(Pointer obj);
}
