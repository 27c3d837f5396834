/** The rules on modules that Maven does not hold. */
@NullMarked
package isr.architecture;

import org.jspecify.annotations.NullMarked;
