package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.CaptureSink;
import isr.capture.CardReport;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Both sides on the test's thread; 100 samples a batch, 16 bit, many channels to fill it soon. */
class BatchQueueTest {
  private static final PcmTrack TRACK = new PcmTrack(1000, 64, SampleFormat.S16LE);
  private static final int BATCHES_OF_ROOM = BatchQueue.SECONDS * 10;

  private final BatchQueue queue = new BatchQueue();
  private final Taken taken = new Taken();
  private long position;

  /** Writes down what it is told, samples by the first byte of their payload. */
  private static final class Taken implements CaptureSink {
    private final List<String> said = new ArrayList<>();

    @Override
    public void connected(String details) {
      said.add("connected " + details);
    }

    @Override
    public void track(Track track) {
      said.add("track " + track.sampleRateHz());
    }

    @Override
    public void packet(Packet packet) {
      byte first = packet.payload().get(packet.payload().position());
      said.add(packet.samplePosition() + "+" + packet.sampleCount() + " of " + first);
    }

    @Override
    public void skipped(Skip skip) {
      said.add("lost " + skip.lostSamples());
    }

    @Override
    public void title(String title) {
      said.add("title " + title);
    }

    @Override
    public void batch(long arrivalNanos) {
      said.add("at " + arrivalNanos);
    }

    @Override
    public void card(CardReport report) {
      said.add("losses " + report.losses());
    }
  }

  @Test
  void tellsWhatWasToldInItsOrder() throws IOException {
    queue.connected("card 0");
    queue.track(TRACK);
    queue.packet(packet(1));
    queue.title("A");
    queue.packet(packet(2));
    queue.batch(17);
    queue.card(new CardReport(3, OptionalDouble.empty()));
    queue.skipped(new Skip(0, 0, Skip.Kind.DAMAGE, 5, "overrun"));
    position += 5;
    queue.packet(packet(3));
    queue.batch(18);
    assertThat(takeAll())
        .containsExactly(
            "connected card 0",
            "track 1000",
            "0+100 of 1",
            "title A",
            "100+100 of 2",
            "at 17",
            "lost 5",
            "205+100 of 3",
            "at 18",
            "losses 3");
  }

  @Test
  void aPayloadIsTheReadersOwnAgainAtOnce() throws IOException {
    queue.track(TRACK);
    ByteBuffer lent = ByteBuffer.allocate(100 * TRACK.blockAlign()).put(0, (byte) 7);
    queue.packet(new Packet(lent, 0, 100));
    queue.batch(1);
    lent.put(0, (byte) 9);
    assertThat(takeAll()).contains("0+100 of 7");
  }

  @Test
  void twentySecondsWait() throws IOException {
    queue.track(TRACK);
    tell(BATCHES_OF_ROOM);
    assertThat(takeAll()).doesNotContain("lost 100").contains("at " + (BATCHES_OF_ROOM - 1));
  }

  @Test
  void whatHasNoRoomIsAGapOfItsLengthInItsPlace() throws IOException {
    queue.track(TRACK);
    tell(BATCHES_OF_ROOM + 30);
    queue.title("B");
    take(BATCHES_OF_ROOM / 2 - 1);
    tell(1); // not yet: half of the room must be free
    take(2);
    tell(2);
    List<String> said = takeAll();
    int gap = said.indexOf("lost 3100");
    assertThat(said.get(gap - 1)).isEqualTo("title B");
    assertThat(said.get(gap + 1)).startsWith((BATCHES_OF_ROOM + 31) * 100 + "+100 of ");
    assertThat(said).filteredOn(line -> line.startsWith("lost")).hasSize(1);
  }

  @Test
  void gapsOfTheCardAmongWhatIsLeftOutCountAsWell() throws IOException {
    queue.track(TRACK);
    tell(BATCHES_OF_ROOM);
    queue.skipped(new Skip(0, 0, Skip.Kind.DAMAGE, 44, "overrun"));
    position += 44;
    tell(1);
    queue.finish();
    assertThat(takeAll()).endsWith("at " + (BATCHES_OF_ROOM - 1), "lost 144");
  }

  @Test
  void ofTheReportsOfACardTheNewestIsTold() throws IOException {
    queue.track(TRACK);
    tell(BATCHES_OF_ROOM);
    for (int i = 0; i < 1000; i++) {
      tell(1);
      queue.card(new CardReport(i, OptionalDouble.empty()));
    }
    assertThat(takeAll()).endsWith("lost 100000", "losses 999");
  }

  @Test
  void whatIsLargerThanTheQueueGoesThroughAnEmptyOne() throws IOException {
    queue.track(new PcmTrack(8000, 1, SampleFormat.S16LE));
    int samples = (int) BatchQueue.LEAST_BYTES;
    queue.packet(new Packet(ByteBuffer.allocate(2 * samples), 0, samples));
    queue.batch(1);
    assertThat(takeAll()).contains("0+" + samples + " of 0");
  }

  @Test
  void whatWasToldBeforeTheEndIsHandedOn() throws IOException {
    queue.track(TRACK);
    queue.packet(packet(1));
    queue.finish();
    assertThat(takeAll()).containsExactly("track 1000", "0+100 of 1");
    assertThat(queue.take(taken)).isFalse();
  }

  private void tell(int batches) {
    for (int i = 0; i < batches; i++) {
      long number = position / 100;
      queue.packet(packet((int) number));
      queue.batch(number);
    }
  }

  private Packet packet(int mark) {
    ByteBuffer payload = ByteBuffer.allocate(100 * TRACK.blockAlign()).put(0, (byte) mark);
    Packet packet = new Packet(payload, position, 100);
    position += 100;
    return packet;
  }

  private void take(int batches) throws IOException {
    for (int i = 0; i < batches; i++) {
      queue.take(taken);
    }
  }

  private List<String> takeAll() throws IOException {
    queue.finish();
    boolean more = true;
    while (more) {
      more = queue.take(taken);
    }
    return taken.said;
  }
}
