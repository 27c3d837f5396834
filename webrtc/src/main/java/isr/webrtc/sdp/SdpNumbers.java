package isr.webrtc.sdp;

/** Numbers in descriptions. */
final class SdpNumbers {
  private static final int MAX_DIGITS = 10;

  private SdpNumbers() {}

  static int read(String text, int max, String what) throws SdpException {
    return (int) readLong(text, max, what);
  }

  static long readLong(String text, long max, String what) throws SdpException {
    SdpLines.check(
        text.length() <= MAX_DIGITS && text.matches("[0-9]+"), what + " that is no number");
    long number = Long.parseLong(text);
    SdpLines.check(number <= max, what + " above " + max);
    return number;
  }
}
