package isr.cutting;

/** What becomes of audio that is missing within a cut. */
public enum GapChoice {
  /** Silence that the recorder put in its place stays; else what is around it is closed up. */
  AS_RECORDED,
  /** It is closed up, also where the recorder put silence in its place. */
  CLOSE,
  /** It becomes silence of the same length, where the format can hold that. */
  FILL
}
