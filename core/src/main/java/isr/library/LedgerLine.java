package isr.library;

/**
 * One line on its way to the ledger.
 *
 * @param number tells it from all others of this process
 * @param file the name of the file that it goes to
 * @param event what it says
 */
record LedgerLine(long number, String file, LedgerEvent event) {}
