package isr.codec;

import isr.media.AdtsTrack;
import isr.media.Demuxer;
import isr.media.MediaFormat;
import isr.media.MpegTrack;
import isr.media.OpusTrack;
import isr.media.SeekPoints;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import isr.media.VorbisTrack;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Opens files for listening. */
public final class AudioReaders {
  /** With as many threads, ranges side by side in Java are as quick as one {@code ffmpeg}. */
  private static final int ENOUGH_THREADS = 4;

  /** The same for Vorbis, which Java decodes nearly as quickly. */
  private static final int ENOUGH_FOR_VORBIS = 2;

  /** ffmpeg has more channels in the order of WAV, our decoders in that of the file. */
  private static final int MOST_WHOLE_CHANNELS = 2;

  private static final String OGG = "ogg";

  private final Ffmpeg ffmpeg;

  /**
   * Readers.
   *
   * @param ffmpeg for what is not decoded in Java, or is decoded there more slowly
   */
  public AudioReaders(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Opens a file, from its beginning.
   *
   * @param path of the file
   * @param file stays open while the reader is used, is not closed with it
   * @param points known places in the file
   * @throws FfmpegMissingException when it takes {@code ffmpeg} to decode it, which is not there
   * @throws IOException when nothing in the file can be decoded, and why
   */
  public AudioReader open(Path path, FileChannel file, MediaFormat format, SeekPoints points)
      throws IOException {
    Demuxer demuxer = format.demuxer(file, points);
    Track track = demuxer.track();
    if (track instanceof AdtsTrack) {
      return new FfmpegFile(demuxer, ffmpeg.command(ffmpeg.program("AAC")));
    }
    if (track instanceof VorbisTrack && !VorbisCore.decodes(track.channels())) {
      return ofManyChannels(path, demuxer);
    }
    return new DecodedFile(demuxer);
  }

  /** In Java only where there is nothing better: it understands these if none are coupled. */
  private AudioReader ofManyChannels(Path path, Demuxer demuxer) throws IOException {
    Optional<Path> program = ffmpeg.find();
    if (program.isPresent()) {
      return new FfmpegWhole(ffmpeg.command(program.get()), OGG, path, demuxer.sampleCount());
    }
    try {
      return new DecodedFile(demuxer);
    } catch (UnsupportedMediaException e) {
      throw new FfmpegMissingException("Vorbis of " + demuxer.track().channels() + " channels");
    }
  }

  /**
   * Opens a file that is to be read once, from its start to its end, by {@code ffmpeg} where that
   * is quicker. It may count other samples than our reader where a file is damaged, or grows.
   *
   * @param like a reader of the same file
   * @param threads that there would be for ranges side by side
   * @return empty where there is nothing quicker than the reader
   */
  public Optional<AudioReader> openWhole(Path file, AudioReader like, int threads) {
    Optional<Path> program = ffmpeg.find();
    if (program.isEmpty()
        || !(like instanceof DecodedFile decoded)
        || threads >= enoughThreads(decoded.track())
        || like.channels() > MOST_WHOLE_CHANNELS
        || format(decoded.track()).isEmpty()) {
      return Optional.empty();
    }
    try {
      String format = format(decoded.track());
      AudioReader reader =
          new FfmpegWhole(ffmpeg.command(program.get()), format, file, decoded.sampleCount());
      if (reader.channels() == like.channels() && reader.sampleRateHz() == like.sampleRateHz()) {
        return Optional.of(reader);
      }
      reader.close();
      return Optional.empty();
    } catch (IOException e) { // what is wrong is found out in Java
      return Optional.empty();
    }
  }

  private static int enoughThreads(Track track) {
    return track instanceof VorbisTrack ? ENOUGH_FOR_VORBIS : ENOUGH_THREADS;
  }

  /** What ffmpeg calls the files of a track that it decodes more quickly; else nothing. */
  private static String format(Track track) {
    if (track instanceof MpegTrack) {
      return "mp3";
    }
    return track instanceof OpusTrack || track instanceof VorbisTrack ? OGG : "";
  }
}
