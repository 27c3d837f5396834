package isr.format.ogg;

/**
 * One link of a file, as far as reading from any place needs it.
 *
 * @param headOffset of the page that begins it
 * @param audioOffset of the first page with audio
 * @param endOffset where it ends
 * @param serial of its bitstream
 * @param origin granule position of its first sample
 * @param hidden samples at its beginning that a player drops
 * @param start audible samples of the file before it
 * @param audible samples of its own
 */
record OggSection(
    long headOffset,
    long audioOffset,
    long endOffset,
    int serial,
    long origin,
    int hidden,
    long start,
    long audible) {
  long end() {
    return start + audible;
  }
}
