package isr.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** One kind of file: what it is called, how it is read, written, checked and mended. */
public interface MediaFormat {
  /** The name that users write in a configuration and see in lists: {@code mp3}, {@code wav}, … */
  String name();

  /** File extensions without the dot, the usual one first. */
  List<String> extensions();

  /** MIME types in lower case, the usual one first. */
  List<String> mimeTypes();

  /** Whether files of this format can hold the track. */
  boolean holds(Track track);

  /** The extension of a file that holds the track. */
  default String extension(Track track) {
    return extensions().get(0);
  }

  /**
   * A reader of live streams of this format; empty when it is not streamed.
   *
   * @param sink takes what is found, on the thread that pushes
   */
  Optional<Framer> framer(FramerSink sink);

  /**
   * A writer of one file; nothing is written before {@link Muxer#start}.
   *
   * @param track a track that this format {@link #holds}
   */
  Muxer muxer(Track track, MuxerOutput output, SegmentInfo info);

  /**
   * How many packets a file must hold at the least for players to recognise it; a growing file does
   * not come into being with fewer.
   */
  default int fewestPackets() {
    return 1;
  }

  /**
   * Whether a file may hold one track after another: then a muxer on an output that holds a
   * finished file adds its track to it. The parameters of all have to be {@link
   * Track#sameParameters the same}.
   */
  default boolean chains() {
    return false;
  }

  /**
   * Whether a file can say that its first packet is not heard from its beginning, and its last one
   * not to its end.
   */
  default boolean trims(Track track) {
    return false;
  }

  /**
   * Reads a file strictly, from its start to its end, in bounded memory.
   *
   * @throws IOException when reading fails; faults of the file are in the report
   */
  FileReport inspect(FileChannel file) throws IOException;

  /**
   * What a file's headers, and a look at its end, say of it; reads a few hundred KB at most.
   *
   * @return empty when nothing can be told without a reading of the whole file
   */
  default Optional<FileOutline> outline(FileChannel file) throws IOException {
    return Optional.empty();
  }

  /**
   * Opens a file for reading from any place.
   *
   * @param points places that are known from elsewhere; without them places are looked for, which
   *     in MPEG and ADTS files means to read all that lies before
   * @throws MalformedMediaException when nothing in the file is audio of this format
   * @throws UnsupportedMediaException when the audio is of a kind that is not read
   */
  Demuxer demuxer(FileChannel file, SeekPoints points) throws IOException;

  /**
   * Mends, in place, a file that was never closed, by us or by another program: cuts off an
   * incomplete last unit, brings the header up to what is really there, sets the marks of an end.
   * Audio is never touched; a second repair changes nothing. A file without audio is left as it is,
   * and so is one that has nothing to mend: not a byte of it is written.
   *
   * @param file open for reading and writing, by positions; or a {@code Draft} of it, which keeps
   *     what is written in memory
   * @throws UnsupportedMediaException when it could only be mended by moving its audio
   */
  Repair repair(FileChannel file) throws IOException;
}
