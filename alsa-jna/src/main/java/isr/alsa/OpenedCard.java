package isr.alsa;

/**
 * A card that is ready to be started.
 *
 * @param name of the PCM that was opened
 * @param pcm open and set up
 * @param shape what it was set up for
 */
record OpenedCard(String name, OpenPcm pcm, PcmShape shape) {}
