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
   * Reads a file strictly, from its start to its end, in bounded memory.
   *
   * @throws IOException when reading fails; faults of the file are in the report
   */
  FileReport inspect(FileChannel file) throws IOException;

  /**
   * Mends, in place, a file of ours that was never closed: cuts off an incomplete last unit, brings
   * the header up to what is really there, sets the marks of an end. Audio is never touched; a
   * second repair changes nothing.
   *
   * @param file open for reading and writing
   */
  Repair repair(FileChannel file) throws IOException;
}
