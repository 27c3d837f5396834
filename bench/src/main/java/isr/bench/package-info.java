/** Programs that measure; the scripts beside this module run them. */
@NullMarked
package isr.bench;

import org.jspecify.annotations.NullMarked;
