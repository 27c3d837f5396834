package isr.audio;

/**
 * How loud one channel was for a while.
 *
 * @param peak the largest absolute value, 0 to 1 of full scale
 * @param rms the root of the mean square, 0 to 1; a sine at full scale has 0.707
 * @param clipped samples at full scale, the largest or the smallest value that there is
 */
public record Level(double peak, double rms, long clipped) {
  /** The peak in dB relative to full scale; minus infinity for digital silence. */
  public double peakDbfs() {
    return dbfs(peak);
  }

  /** The RMS in dB relative to full scale; minus infinity for digital silence. */
  public double rmsDbfs() {
    return dbfs(rms);
  }

  /** Whether every sample was 0. */
  public boolean isSilent() {
    return peak == 0;
  }

  private static double dbfs(double linear) {
    return 20 * Math.log10(linear);
  }
}
