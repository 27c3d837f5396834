/**
 * The configuration: a TOML file to records, with every mistake told at once.
 *
 * <p>{@link isr.config.ConfigFile} reads the file and gives a {@link isr.config.ConfigResult}: a
 * {@link isr.config.RecorderConfig}, or all {@link isr.config.ConfigProblem}s, each with file,
 * line, column, key, what was expected and what was found. A <em>key</em> is named by its whole
 * path, {@code sources.radio1.url}; a <em>section</em> is a table. Nothing that is told, printed or
 * logged holds a password.
 *
 * <p>Follows TOML 1.0 (toml.io/en/v1.0.0). Values are immutable; reading happens on the caller's
 * thread and touches no file but the configuration, the password files it names, and the attributes
 * of the output directories.
 */
@NullMarked
package isr.config;

import org.jspecify.annotations.NullMarked;
