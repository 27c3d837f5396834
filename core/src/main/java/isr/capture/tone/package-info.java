/** A signal generator: tries out an installation, and strains the seams in tests. */
@NullMarked
package isr.capture.tone;

import org.jspecify.annotations.NullMarked;
