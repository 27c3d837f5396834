package isr.library;

/**
 * How much is in a catalogue.
 *
 * @param segments all of them, missing ones included
 * @param open those that are being written, or were when their recorder was killed
 * @param found those that the ledger does not know
 * @param estimated found ones that are still to be read whole
 * @param missing those whose file is gone
 * @param gaps recorded gaps
 * @param titles seen titles
 * @param points index points
 * @param brokenLines lines of the ledger that could not be read
 * @param unknownLines lines of the ledger of a type that is not known here
 */
public record CatalogueCounts(
    long segments,
    long open,
    long found,
    long estimated,
    long missing,
    long gaps,
    long titles,
    long points,
    long brokenLines,
    long unknownLines) {}
