package isr.recorder;

/** What a new link of a chained Ogg stream (a new song, mostly) means for the files. */
public enum Chains {
  /** Nothing: the file goes on, as a chained file. */
  KEEP,
  /** A new file. */
  SPLIT
}
