package isr.cutting;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.audio.SampleFormat;
import isr.format.MediaFormats;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Files of any bytes, and damaged ones of each format, are read to their end from any place, and
 * cut; what is wrong with them is an {@code IOException}.
 */
class CutFuzz {
  private static final SegmentInfo INFO =
      new SegmentInfo("x", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC));

  @FuzzTest(maxDuration = "60s")
  void readsAndCutsWhateverThereIs(FuzzedDataProvider data) throws IOException {
    MediaFormat format = data.pickValue(MediaFormats.all());
    long from = data.consumeLong(0, 200_000);
    long length = data.consumeLong(1, 100_000);
    long point = data.consumeLong(0, 2000);
    SeekPoints points =
        data.consumeBoolean()
            ? SeekPoints.NONE
            : s -> java.util.Optional.of(new SeekPoints.Point(Math.min(s, from), point));
    Path path = Files.createTempFile("cut", ".x");
    try (FileChannel file = FileChannel.open(path)) {
      Files.write(path, file(data, format));
      Demuxer demuxer = format.demuxer(file, points);
      long count = demuxer.sampleCount();
      read(demuxer, 0, file.size());
      demuxer.seek(from);
      read(demuxer, 0, file.size());
      demuxer.seek(0);
      demuxer.seek(count);
      read(demuxer, 0, file.size());
      CutFile cut =
          CutFile.of(List.of(CutPiece.of(path, format, points, from, from + length)), INFO);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      cut.writeTo(Channels.newChannel(out));
      if (out.size() != cut.length()) {
        throw new AssertionError(out.size() + " bytes, not " + cut.length());
      }
    } catch (IOException e) {
      if (e instanceof java.nio.file.FileSystemException) {
        throw e;
      }
    } finally {
      Files.delete(path);
    }
  }

  private static void read(Demuxer demuxer, long from, long bytes) throws IOException {
    long position = from;
    long packets = 0;
    for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      if (packet.position() < position) {
        throw new AssertionError("from " + position + " back to " + packet.position());
      }
      position = packet.position();
      if (packets++ > bytes) {
        throw new AssertionError("more packets than bytes");
      }
    }
  }

  private static byte[] file(FuzzedDataProvider data, MediaFormat format) throws IOException {
    byte[] bytes =
        switch (data.consumeInt(0, 2)) {
          case 0 -> data.consumeBytes(4000);
          default -> whole(data, format);
        };
    for (int i = data.consumeInt(0, 8); i > 0 && bytes.length > 0; i--) {
      bytes[data.consumeInt(0, bytes.length - 1)] = data.consumeByte();
    }
    return java.util.Arrays.copyOf(bytes, data.consumeInt(bytes.length / 2, bytes.length));
  }

  /** Of MPEG and ADTS, headers with whatever between them; else what our own muxers write. */
  private static byte[] whole(FuzzedDataProvider data, MediaFormat format) throws IOException {
    return switch (format.name()) {
      case "mp3" -> frames(data, new byte[] {-1, -5, (byte) 0x52, (byte) 0xC0}, 208);
      case "aac" -> frames(data, new byte[] {-1, -15, 0x50, (byte) 0x80, 0x06, 0x5F, -4}, 50);
      case "ogg" -> isr.format.ogg.OggFuzzFiles.chain(data);
      default -> pcm(data, format);
    };
  }

  private static byte[] frames(FuzzedDataProvider data, byte[] header, int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = data.consumeInt(1, 30); i > 0; i--) {
      byte[] frame = java.util.Arrays.copyOf(header, bytes);
      frame[bytes - 1] = data.consumeByte();
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  private static byte[] pcm(FuzzedDataProvider data, MediaFormat format) throws IOException {
    PcmTrack track = new PcmTrack(8000, data.consumeInt(1, 3), SampleFormat.S16LE);
    MemoryOutput output = new MemoryOutput();
    Muxer muxer = format.muxer(track, output, INFO);
    muxer.start(List.of());
    int samples = data.consumeInt(1, 9000);
    ByteBuffer payload = ByteBuffer.allocate(samples * track.blockAlign());
    for (int i = 0; i < payload.capacity(); i++) {
      payload.put(i, (byte) ((i * 31) >> 3));
    }
    muxer.write(new Packet(payload, 0, samples));
    muxer.finish();
    return output.bytes();
  }
}
