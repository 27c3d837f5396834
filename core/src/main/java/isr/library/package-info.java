/**
 * The ledger, the catalogue and the locks: what was recorded into one output directory.
 *
 * <p>The <em>ledger</em> is append-only text ({@code .isr/ledger/<date>.jsonl}, described in {@code
 * docs/ledger.md}): the truth about what the audio files can not hold. The <em>catalogue</em>
 * ({@code .isr/catalog.db}, SQLite) indexes ledger and files; it is made anew when it is missing,
 * broken or of another version. A {@link isr.library.SourceLock} keeps a source from being recorded
 * twice. Nothing is written outside {@code .isr}.
 *
 * <p>Threads: {@link isr.library.Library#record} is called by every source on its own thread and
 * writes the ledger there; the catalogue belongs to one thread per library, which sleeps until
 * something happens. A failure of either never reaches a recording. The decisions behind this are
 * in {@code docs/decisions/0004-ledger-and-catalogue.md}.
 */
@NullMarked
package isr.library;

import org.jspecify.annotations.NullMarked;
