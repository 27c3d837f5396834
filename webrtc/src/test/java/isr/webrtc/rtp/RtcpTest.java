package isr.webrtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTest {
  private static final long MS = 1_000_000;
  private static final long WRAP = 1 << 16;

  private final RtpReceiver receiver = new RtpReceiver(new EventSink(), true);
  private final RtcpWriter writer = new RtcpWriter(0xabcd_ef01, "isr");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private void receive(int number, long nowNanos) {
    byte[] packet = RtpBytes.packet(number);
    receiver.received(RtpBytes.header(packet), packet, nowNanos);
  }

  @Test
  void writesAnEmptyReportBeforeThereIsASource() {
    assertThat(hex(writer.write(receiver, List.of(), 0)))
        .isEqualTo("80c90001abcdef01" + "81ca0003abcdef01" + "0103697372000000");
  }

  /** Of 1 to 5, 3 is missing: 1 in 5, that is 51 in 256. */
  @Test
  void reportsLossAndTheSendersLastReport() {
    for (int number : new int[] {1, 2, 4, 5}) {
      receive(number, number * 20L * MS);
    }
    receiver.senderReport(new SenderReport(RtpBytes.SSRC, 0x1122_3344), 100 * MS);
    String expected =
        "81c90007abcdef01"
            + "12345678"
            + "33000001"
            + "00000005"
            + "00000000"
            + "11223344"
            + "00008000";
    assertThat(hex(writer.write(receiver, List.of(), 600 * MS))).startsWith(expected);
  }

  @Test
  void aRecoveredPacketIsNotLost() {
    receive(1, 0);
    receive(3, 0);
    receive(2, 0);
    assertThat(hex(writer.write(receiver, List.of(), 0))).contains("12345678" + "00000000");
  }

  @Test
  void theFractionIsOfTheTimeSinceTheLastReport() {
    receive(1, 0);
    receive(3, 0);
    writer.write(receiver, List.of(), 0);
    receive(4, 0);
    assertThat(hex(writer.write(receiver, List.of(), 0))).contains("12345678" + "00000001");
  }

  @Test
  void isDueOnceASecond() {
    assertThat(receiver.isReportDue(5000 * MS)).as("without a source").isFalse();
    receive(1, 0);
    assertThat(receiver.isReportDue(999 * MS)).isFalse();
    assertThat(receiver.isReportDue(1000 * MS)).isTrue();
    writer.write(receiver, List.of(), 1000 * MS);
    assertThat(receiver.isReportDue(1999 * MS)).isFalse();
  }

  /** 16 after the first fit into its mask. */
  @Test
  void asksInRuns() {
    receive(1, 0);
    List<Long> missing = List.of(WRAP - 1, WRAP, WRAP + 15, WRAP + 16, WRAP + 40);
    assertThat(hex(writer.write(receiver, missing, 0)))
        .endsWith("81cd0005abcdef01" + "12345678" + "ffff8001" + "00100000" + "00280000");
  }

  @Test
  void readsReportsAndGoodbyes() {
    byte[] compound =
        bytes(
            "80c80006 00000007 aaaabbbb ccccdddd 00000001 00000002 00000003"
                + "81ca0002 00000007 01000000 82cb0002 00000007 00000009");
    RtcpReader.Compound read = RtcpReader.read(compound, 0, compound.length);
    assertThat(read.reports()).containsExactly(new SenderReport(7, 0xbbbb_cccc));
    assertThat(read.goodbyes()).containsExactly(7, 9);
  }

  @Test
  void stopsWhereTheRulesAreBroken() {
    byte[] compound = bytes("80c90001 00000007 81cb0005 00000007");
    assertThat(RtcpReader.read(compound, 0, compound.length).goodbyes()).isEmpty();
    byte[] manySources = bytes("9fcb0001 00000007");
    assertThat(RtcpReader.read(manySources, 0, manySources.length).goodbyes()).containsExactly(7);
  }

  @Test
  void readsAnythingWithoutAnException() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length > 1) {
        noise[0] = (byte) (0x80 | (noise[0] & 0x3f));
        noise[1] = (byte) (200 + random.nextInt(8));
      }
      RtcpReader.read(noise, 0, noise.length);
      RtpHeader.read(noise, 0, noise.length)
          .ifPresent(
              header ->
                  assertThat(header.payloadOffset() + header.payloadLength())
                      .isBetween(12, noise.length));
    }
  }
}
