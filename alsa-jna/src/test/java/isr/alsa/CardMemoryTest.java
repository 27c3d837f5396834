package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.capture.CaptureException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardMemoryTest {
  private final CardMemory memory = new CardMemory();

  private static CardMemory.Known card(int index, String id, String... usbNames) {
    return new CardMemory.Known(
        new CardPcm(index, 0, id, "USB-Audio", id + " card", "PCM"), List.of(usbNames));
  }

  @Test
  void aCardIsFollowedToAnotherIndex() throws CaptureException {
    assertThat(memory.follow("hw:1,0", List.of(card(1, "Mic", "usb-1", "0d8c:0014:A"))))
        .isEqualTo("hw:1,0");
    assertThat(
            memory.follow(
                "hw:1,0",
                List.of(
                    card(1, "Other", "usb-2", "0d8c:0014:B"),
                    card(2, "Mic_1", "usb-3", "0d8c:0014:A"))))
        .isEqualTo("hw:CARD=Mic_1,DEV=0");
  }

  @Test
  void ofTwoAlikeTheOneAtTheSamePortIsMeant() throws CaptureException {
    memory.follow("plughw:1", List.of(card(1, "Mic", "usb-1", "0d8c:0014")));
    assertThat(
            memory.follow(
                "plughw:1",
                List.of(
                    card(1, "Mic", "usb-2", "0d8c:0014"), card(2, "Mic_1", "usb-1", "0d8c:0014"))))
        .isEqualTo("plughw:CARD=Mic_1,DEV=0");
  }

  @Test
  void aTwinThatWasThereBesideItIsNotTakenForIt() throws CaptureException {
    CardMemory.Known own = card(1, "Mic", "usb-1", "0d8c:0014");
    CardMemory.Known twin = card(2, "Mic_1", "usb-2", "0d8c:0014");
    memory.follow("hw:1,0", List.of(own, twin));
    assertThatThrownBy(() -> memory.follow("hw:1,0", List.of(twin)))
        .matches(failure -> ((CaptureException) failure).deviceIsAbsent());
    assertThat(memory.follow("hw:1,0", List.of(twin, card(1, "Mic", "usb-9", "0d8c:0014"))))
        .isEqualTo("hw:CARD=Mic,DEV=0");
  }

  @Test
  void anotherCardAtTheIndexIsNotTakenForIt() throws CaptureException {
    memory.follow("hw:1,0", List.of(card(1, "Mic")));
    assertThatThrownBy(() -> memory.follow("hw:1,0", List.of(card(1, "Other"))))
        .hasMessage("no such device: hw:1,0, which was Mic card, PCM")
        .matches(failure -> ((CaptureException) failure).deviceIsAbsent());
    assertThat(memory.follow("hw:1,0", List.of(card(1, "Mic")))).isEqualTo("hw:1,0");
  }

  @Test
  void aNameThatIsNoIndexIsLeftAlone() throws CaptureException {
    memory.follow("hw:CARD=Mic,DEV=0", List.of(card(1, "Mic")));
    assertThat(memory.follow("hw:CARD=Mic,DEV=0", List.of())).isEqualTo("hw:CARD=Mic,DEV=0");
    assertThat(memory.follow("default", List.of())).isEqualTo("default");
  }

  @Test
  void whatWorkedBeforeIsTriedAgain() {
    CaptureException failure = new CaptureException("can not", false);
    assertThat(memory.judge(failure)).isSameAs(failure);
    memory.opened();
    assertThat(memory.judge(failure).retryable()).isTrue();
    assertThat(memory.judge(failure)).hasMessage("can not");
  }
}
