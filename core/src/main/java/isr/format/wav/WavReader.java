package isr.format.wav;

import isr.audio.SampleFormat;
import isr.media.Fault;
import isr.media.FileReport;
import isr.media.PcmTrack;
import isr.media.Repair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the chunks of a WAV file strictly, and mends the sizes of one that was never closed. */
final class WavReader {
  /** So many chunks are looked at before the data. */
  private static final int MAX_CHUNKS = 1000;

  private final FileChannel file;
  private final List<Fault> faults = new ArrayList<>();
  private final ByteBuffer small = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
  private final long fileBytes;
  private @Nullable PcmTrack track;
  private long ds64Riff = -1;
  private long ds64Data = -1;
  private long dataPosition = -1;
  private long dataTold;

  private WavReader(FileChannel file) throws IOException {
    this.file = file;
    this.fileBytes = file.size();
  }

  static FileReport inspect(FileChannel file) throws IOException {
    WavReader reader = new WavReader(file);
    reader.readChunks();
    reader.checkData();
    return reader.report();
  }

  /** Only the sizes are mended: a file without a data chunk is left as it is. */
  static Repair repair(FileChannel file) throws IOException {
    WavReader reader = new WavReader(file);
    reader.readChunks();
    PcmTrack track = reader.track;
    if (track == null || reader.dataPosition < 0) {
      return new Repair(0, 0, false);
    }
    reader.checkData();
    int align = track.blockAlign();
    long dataBytes = (reader.fileBytes - reader.dataPosition) / align * align;
    if (reader.faults.isEmpty()) {
      return new Repair(reader.audibleBytes() / align, 0, false);
    }
    return reader.mend(dataBytes, align);
  }

  private Repair mend(long dataBytes, int align) throws IOException {
    ByteBuffer header = ByteBuffer.allocate((int) dataPosition).order(ByteOrder.LITTLE_ENDIAN);
    readFully(header, 0);
    if (!WavHeader.isOurs(header)) {
      return new Repair(audibleBytes() / align, 0, false);
    }
    WavHeader.setSizes(header, dataBytes, align);
    long removed = fileBytes - dataPosition - dataBytes;
    file.truncate(dataPosition + dataBytes);
    if (dataBytes % 2 != 0) {
      writeFully(ByteBuffer.allocate(1), dataPosition + dataBytes);
    }
    header.clear();
    writeFully(header, 0);
    return new Repair(dataBytes / align, removed, true);
  }

  private void readChunks() throws IOException {
    if (!read(0, 12)) {
      fault(0, "expected RIFF and WAVE, found " + fileBytes + " bytes");
      return;
    }
    int riff = small.getInt(0);
    if ((riff != WavHeader.RIFF && riff != WavHeader.RF64) || small.getInt(8) != WavHeader.WAVE) {
      fault(0, "expected RIFF or RF64 and WAVE");
      return;
    }
    long riffTold = Integer.toUnsignedLong(small.getInt(4));
    long position = 12;
    for (int i = 0; i < MAX_CHUNKS && dataPosition < 0 && read(position, 8); i++) {
      long bytes = Integer.toUnsignedLong(small.getInt(4));
      chunk(small.getInt(0), position + 8, bytes);
      position += 8 + bytes + (bytes & 1);
    }
    checkRiffSize(riff == WavHeader.RF64 ? ds64Riff : riffTold);
  }

  private void chunk(int id, long position, long bytes) throws IOException {
    if (id == WavHeader.DATA) {
      dataPosition = position;
      dataTold = bytes == 0xFFFF_FFFFL && ds64Data >= 0 ? ds64Data : bytes;
    } else if (id == WavHeader.DS64 && bytes >= WavHeader.DS64_BYTES && read(position, 24)) {
      ds64Riff = small.getLong(0);
      ds64Data = small.getLong(8);
    } else if (id == WavHeader.FMT) {
      fmt(position, bytes);
    }
  }

  private void fmt(long position, long bytes) throws IOException {
    if (bytes < 16 || !read(position, bytes >= 40 ? 40 : 16)) {
      fault(position, "fmt : expected 16 or 40 bytes, found " + bytes);
      return;
    }
    int tag = Short.toUnsignedInt(small.getShort(0));
    if (tag == WavHeader.WAVE_FORMAT_EXTENSIBLE && bytes >= 40) {
      tag = Short.toUnsignedInt(small.getShort(24));
    }
    int bits = small.getShort(14);
    int channels = Short.toUnsignedInt(small.getShort(2));
    int rate = small.getInt(4);
    if (tag != WavHeader.WAVE_FORMAT_PCM || (bits != 16 && bits != 24 && bits != 32)) {
      fault(position, "fmt : expected PCM of 16, 24 or 32 bits, found tag " + tag + ", " + bits);
    } else if (channels == 0 || rate <= 0) {
      fault(position, "fmt : " + channels + " channels at " + rate + " Hz");
    } else {
      track = new PcmTrack(rate, channels, SampleFormat.ofBits(bits));
    }
  }

  private void checkRiffSize(long told) {
    if (dataPosition < 0) {
      fault(fileBytes, "no data chunk");
    } else if (told != fileBytes - 8) {
      fault(4, "RIFF size: expected " + (fileBytes - 8) + ", found " + told);
    }
  }

  private void checkData() {
    PcmTrack pcm = track;
    if (dataPosition < 0) {
      return;
    }
    if (pcm == null) {
      fault(dataPosition, "no usable fmt chunk before data");
      return;
    }
    if (dataTold > fileBytes - dataPosition) {
      fault(
          dataPosition - 4,
          "data: " + dataTold + " bytes told, " + (fileBytes - dataPosition) + " there");
    } else if (dataTold % pcm.blockAlign() != 0) {
      fault(
          dataPosition - 4, "data: " + dataTold + " bytes are no multiple of " + pcm.blockAlign());
    }
  }

  private long audibleBytes() {
    return Math.min(dataTold, Math.max(0, fileBytes - dataPosition));
  }

  private FileReport report() {
    PcmTrack pcm = track;
    long samples = pcm == null || dataPosition < 0 ? 0 : audibleBytes() / pcm.blockAlign();
    return new FileReport(
        Optional.ofNullable(pcm), samples > 0 ? 1 : 0, 0, samples, faults, faults.size());
  }

  private void fault(long offset, String rule) {
    faults.add(new Fault(offset, rule));
  }

  private boolean read(long position, int bytes) throws IOException {
    small.clear().limit(bytes);
    while (small.hasRemaining()) {
      int count = file.read(small, position + small.position());
      if (count < 0) {
        return false;
      }
    }
    return true;
  }

  private void readFully(ByteBuffer into, long position) throws IOException {
    while (into.hasRemaining() && file.read(into, position + into.position()) >= 0) {}
  }

  private void writeFully(ByteBuffer from, long position) throws IOException {
    long start = position - from.position();
    while (from.hasRemaining()) {
      file.write(from, start + from.position());
    }
  }
}
