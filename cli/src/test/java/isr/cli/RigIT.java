package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Icecast;
import isr.testing.LiveEncoding;
import isr.testing.LiveSource;
import isr.testing.Music;
import isr.testing.NetworkPath;
import isr.testing.PacedServer;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The rig itself, without the recorder: when it is wrong, no other test here means anything. */
@RequiresTools({"icecast2", "ffmpeg", "opusenc"})
@Isolated
class RigIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void twoListenersOfAMountHaveTheSamePackets() {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource ffmpeg = LiveSource.start(icecast, "mp3", LiveEncoding.MP3_CBR, 1);
        LiveSource opusenc = LiveSource.startOpusenc(icecast, "opus", 2);
        RawClient mp3 = RawClient.connect(icecast.mount("mp3"));
        RawClient opus = RawClient.connect(icecast.mount("opus"));
        RawClient late = RawClient.connect(icecast.mount("mp3"))) {
      Await.until("mp3", PATIENCE, () -> LiveEncoding.MP3_CBR.packets(late.bytes()).size() > 40);
      Await.until("opus", PATIENCE, () -> LiveEncoding.OPUS.packets(opus.bytes()).size() > 40);
      assertThat(PacketAccount.of(packets(mp3), packets(late)).isExact()).isTrue();
      assertThat(ffmpeg.isAlive() && opusenc.isAlive()).isTrue();
    }
  }

  @Test
  void aPausedServerLosesNothing() {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource source = LiveSource.start(icecast, "mp3", LiveEncoding.MP3_CBR, 1);
        RawClient client = RawClient.connect(icecast.mount("mp3"))) {
      awaitMore(client);
      icecast.pause();
      Await.pass(Duration.ofSeconds(1));
      int paused = client.size();
      Await.pass(Duration.ofSeconds(1));
      assertThat(client.size()).isEqualTo(paused);
      icecast.resume();
      Await.until("what was owed", PATIENCE, () -> client.size() > paused + 32_000);
      assertThat(source.isAlive()).isTrue();
      assertThat(packets(client).get(0).start()).isZero();
      assertThat(contiguousBytes(packets(client))).isTrue();
    }
  }

  @Test
  void aCutPathIsSilentAndAResetOneBreaks() {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource source = LiveSource.start(icecast, "mp3", LiveEncoding.MP3_CBR, 1);
        RawClient ready = RawClient.connect(icecast.mount("mp3"));
        NetworkPath path = NetworkPath.to(icecast.port());
        RawClient cut = RawClient.connect(path.through(icecast.mount("mp3")))) {
      awaitMore(cut);
      path.cut();
      Await.pass(Duration.ofMillis(300));
      int before = cut.size();
      awaitMore(ready);
      assertThat(cut.size()).isEqualTo(before);
      assertThat(cut.hasEnded()).isFalse();
      path.heal();
      try (RawClient again = RawClient.connect(path.through(icecast.mount("mp3")))) {
        awaitMore(again);
        path.reset();
        Await.until("the end", PATIENCE, again::hasEnded);
      }
      assertThat(source.isAlive()).isTrue();
    }
  }

  @Test
  void thePacedServerSendsInRealTimeWhatItSaysItSent() throws IOException {
    Path file =
        Music.encode(directory.resolve("x.opus"), LiveEncoding.OPUS, 3, Duration.ofSeconds(10));
    try (PacedServer server = PacedServer.start()) {
      PacedServer.Station station = server.add("opus", LiveEncoding.OPUS, Files.readAllBytes(file));
      long start = System.nanoTime();
      try (RawClient client = RawClient.connect(server.uri("opus"))) {
        Await.until("packets", PATIENCE, () -> packets(client, LiveEncoding.OPUS).size() > 140);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(seconds).isBetween(2.7, 4.5);
        List<StreamPacket> received = packets(client, LiveEncoding.OPUS);
        PacketAccount account = PacketAccount.of(station.packets(), received);
        assertThat(account.isExact()).isTrue();
        assertThat(station.sent().get(received.size() - 1).index()).isEqualTo(account.last());
      }
    }
  }

  private static void awaitMore(RawClient client) {
    int size = client.size();
    Await.until("more audio", PATIENCE, () -> client.size() > size + 8_000);
  }

  private static List<StreamPacket> packets(RawClient client) {
    return packets(client, LiveEncoding.MP3_CBR);
  }

  private static List<StreamPacket> packets(RawClient client, LiveEncoding encoding) {
    return encoding.packets(client.bytes());
  }

  private static boolean contiguousBytes(List<StreamPacket> packets) {
    for (int i = 1; i < packets.size(); i++) {
      if (packets.get(i).start() != packets.get(i - 1).end()) {
        return false;
      }
    }
    return true;
  }
}
