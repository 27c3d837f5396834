package isr.analysis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is known of an analysis besides points and blocks; the file {@code state}, which is replaced
 * as a whole when what it tells is on the disk.
 *
 * @param id in the names of its files
 * @param version that was analysed
 * @param spots of that version
 * @param sampleRateHz of the samples
 * @param channels of the samples
 * @param samples that were heard
 * @param damagedPackets that could not be decoded, where silence stands
 */
record WaveformState(
    long id,
    FileVersion version,
    long spots,
    int sampleRateHz,
    int channels,
    long samples,
    long damagedPackets) {
  static final String FILE = "state";

  /** "isr", and the version of what follows; other versions are made anew. */
  private static final int MAGIC = 0x69737202;

  /** Reads it; empty where there is none that can be used. */
  static Optional<WaveformState> read(Path directory) {
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(Files.readAllBytes(directory.resolve(FILE))))) {
      if (in.readInt() != MAGIC) {
        return Optional.empty();
      }
      WaveformState state =
          new WaveformState(
              in.readLong(),
              FileVersion.read(in),
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readLong(),
              in.readLong());
      boolean usable = state.sampleRateHz > 0 && state.channels > 0 && state.samples >= 0;
      return usable ? Optional.of(state) : Optional.empty();
    } catch (IOException e) { // not there, or cut short: it is made anew
      return Optional.empty();
    }
  }

  /** Puts it in place of the one before. */
  void write(Path directory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeLong(id);
    version.write(out);
    out.writeLong(spots);
    out.writeInt(sampleRateHz);
    out.writeInt(channels);
    out.writeLong(samples);
    out.writeLong(damagedPackets);
    Path draft = Files.createTempFile(directory, "state-", ".new");
    try {
      Files.write(draft, bytes.toByteArray());
      Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }
}
