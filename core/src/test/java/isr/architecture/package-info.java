/** The rules on packages that the compiler does not hold. */
@NullMarked
package isr.architecture;

import org.jspecify.annotations.NullMarked;
