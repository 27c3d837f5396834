/**
 * What the tests of all modules share: programs that judge our files, and how their absence shows.
 */
@NullMarked
package isr.testing;

import org.jspecify.annotations.NullMarked;
