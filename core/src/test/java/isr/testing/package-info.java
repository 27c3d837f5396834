/**
 * What the tests of all modules share: programs that judge our files and how their absence shows;
 * and the rig of the integration tests: a private Icecast, source clients, a second listener, a
 * network that breaks, a small disk, the application as a process.
 */
@NullMarked
package isr.testing;

import org.jspecify.annotations.NullMarked;
