/**
 * The commands: one class each, which parses, calls core and prints. Results go to standard output,
 * talk to standard error.
 */
@NullMarked
package isr.cli;

import org.jspecify.annotations.NullMarked;
