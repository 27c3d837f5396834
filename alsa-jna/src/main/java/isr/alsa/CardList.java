package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.Control;
import isr.alsa.lib.Pcm;
import java.util.ArrayList;
import java.util.List;

/** The capture PCMs of the cards that libasound sees; a card that may not be opened is not seen. */
final class CardList {
  private CardList() {}

  /** What is there now, by index. */
  static List<CardPcm> read() {
    List<CardPcm> found = new ArrayList<>();
    IntByReference card = new IntByReference(-1);
    while (Control.snd_card_next(card) >= 0 && card.getValue() >= 0) {
      addCard(card.getValue(), found);
    }
    return found;
  }

  private static void addCard(int card, List<CardPcm> found) {
    PointerByReference ctl = new PointerByReference();
    if (Control.snd_ctl_open(ctl, "hw:" + card, Pcm.SND_PCM_NONBLOCK) < 0) {
      return;
    }
    try (Owned info =
        Owned.of(Control::snd_ctl_card_info_malloc, Control::snd_ctl_card_info_free)) {
      if (Control.snd_ctl_card_info(ctl.getValue(), info.pointer()) >= 0) {
        addPcms(ctl.getValue(), card, info.pointer(), found);
      }
    } finally {
      Control.snd_ctl_close(ctl.getValue());
    }
  }

  private static void addPcms(Pointer ctl, int card, Pointer cardInfo, List<CardPcm> found) {
    IntByReference device = new IntByReference(-1);
    while (Control.snd_ctl_pcm_next_device(ctl, device) >= 0 && device.getValue() >= 0) {
      addPcm(ctl, card, device.getValue(), cardInfo, found);
    }
  }

  private static void addPcm(
      Pointer ctl, int card, int device, Pointer cardInfo, List<CardPcm> found) {
    try (Owned info = Owned.of(Pcm::snd_pcm_info_malloc, Pcm::snd_pcm_info_free)) {
      Pcm.snd_pcm_info_set_device(info.pointer(), device);
      Pcm.snd_pcm_info_set_subdevice(info.pointer(), 0);
      Pcm.snd_pcm_info_set_stream(info.pointer(), Pcm.SND_PCM_STREAM_CAPTURE);
      if (Control.snd_ctl_pcm_info(ctl, info.pointer()) >= 0) {
        found.add(
            new CardPcm(
                card,
                device,
                Control.snd_ctl_card_info_get_id(cardInfo),
                Control.snd_ctl_card_info_get_driver(cardInfo),
                Control.snd_ctl_card_info_get_name(cardInfo),
                Pcm.snd_pcm_info_get_name(info.pointer())));
      }
    }
  }
}
