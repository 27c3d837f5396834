package isr.codec;

import java.io.IOException;

/** The program {@code ffmpeg} is needed, and not installed. */
public final class FfmpegMissingException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says how to install it.
   *
   * @param codec that can not be decoded without it
   */
  public FfmpegMissingException(String codec) {
    super(
        codec
            + " is decoded by the program ffmpeg, which is not installed or not on the PATH."
            + " Install it with: apt install ffmpeg");
  }
}
