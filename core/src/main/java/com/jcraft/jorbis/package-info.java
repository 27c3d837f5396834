/** What is not reached from outside of JOrbis' own package: a quicker transform for it. */
@NullMarked
package com.jcraft.jorbis;

import org.jspecify.annotations.NullMarked;
