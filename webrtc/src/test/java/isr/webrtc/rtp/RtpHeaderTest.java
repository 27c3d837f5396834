package isr.webrtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static java.util.Optional<RtpHeader> read(String text) {
    byte[] bytes = hex(text);
    return RtpHeader.read(bytes, 0, bytes.length);
  }

  @Test
  void readsTheFixedHeader() {
    assertThat(read("80 ef ffff fffffffe 9abcdef0 01 02 03"))
        .hasValue(new RtpHeader(111, 0xffff, 0xffff_fffeL, 0x9abc_def0, 12, 3));
  }

  @Test
  void findsThePayloadBehindSourcesAndExtension() {
    assertThat(
            read("92 6f 0001 00000002 00000003 aaaaaaaa bbbbbbbb bede 0001 cccccccc 01 02")
                .map(header -> header.payloadOffset() + "+" + header.payloadLength()))
        .hasValue("28+2");
  }

  @Test
  void leavesOutPadding() {
    assertThat(read("a0 6f 0001 00000002 00000003 01 02 00 02").map(RtpHeader::payloadLength))
        .hasValue(2);
    assertThat(read("a0 6f 0001 00000002 00000003 00 02").map(RtpHeader::payloadLength))
        .hasValue(0);
  }

  @Test
  void refusesWhatBreaksTheRules() {
    assertThat(read("40 6f 0001 00000002 00000003 01")).as("version 1").isEmpty();
    assertThat(read("a0 6f 0001 00000002 00000003 00")).as("padding of 0").isEmpty();
    assertThat(read("a0 6f 0001 00000002 00000003 02")).as("padding over the header").isEmpty();
    assertThat(read("90 6f 0001 00000002 00000003 bede ffff")).as("long extension").isEmpty();
    assertThat(read("8f 6f 0001 00000002 00000003 00000000")).as("15 sources").isEmpty();
  }

  @Test
  void refusesEachTruncation() {
    byte[] whole = hex("92 6f 0001 00000002 00000003 aaaaaaaa bbbbbbbb bede 0001 cccccccc");
    assertThat(RtpHeader.read(whole, 0, whole.length)).isPresent();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(RtpHeader.read(part, 0, length)).as("%d bytes", length).isEmpty();
    }
  }
}
