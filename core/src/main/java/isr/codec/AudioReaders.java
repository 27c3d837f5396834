package isr.codec;

import isr.media.AdtsTrack;
import isr.media.Demuxer;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Opens files for listening. */
public final class AudioReaders {
  private final Ffmpeg ffmpeg;

  /**
   * Readers.
   *
   * @param ffmpeg for what is not decoded in Java
   */
  public AudioReaders(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Opens a file, from its beginning.
   *
   * @param file stays open while the reader is used, is not closed with it
   * @param points known places in the file
   * @throws FfmpegMissingException when it takes {@code ffmpeg} to decode it, which is not there
   * @throws IOException when nothing in the file can be decoded, and why
   */
  public AudioReader open(FileChannel file, MediaFormat format, SeekPoints points)
      throws IOException {
    Demuxer demuxer = format.demuxer(file, points);
    return demuxer.track() instanceof AdtsTrack
        ? new FfmpegFile(demuxer, ffmpeg.program("AAC"))
        : new DecodedFile(demuxer);
  }
}
