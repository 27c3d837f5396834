package isr.format.mpeg;

import isr.format.frames.FrameSyntax;
import isr.media.Track;

/** Headers of layers II and III; layer I and free format are not taken for headers. */
final class MpegSyntax implements FrameSyntax {
  /** Encoders round the end of main data to bytes and may add a little ancillary data. */
  private static final int MAX_ANCILLARY_BYTES = 4;

  @Override
  public int headerBytes() {
    return MpegHeader.BYTES;
  }

  @Override
  public int maxFrameBytes() {
    return MpegHeader.MAX_FRAME_BYTES;
  }

  @Override
  public int frameBytes(byte[] bytes, int at) {
    return bytes[at] == -1 ? MpegHeader.frameBytes(MpegHeader.read(bytes, at)) : 0;
  }

  @Override
  public boolean sameTrack(byte[] bytes, int first, int second) {
    return MpegHeader.sameTrack(MpegHeader.read(bytes, first), MpegHeader.read(bytes, second));
  }

  @Override
  public Track track(byte[] bytes, int at) {
    return MpegHeader.track(MpegHeader.read(bytes, at));
  }

  @Override
  public int sampleCount(byte[] bytes, int at) {
    return MpegHeader.sampleCount(MpegHeader.read(bytes, at));
  }

  /**
   * In layer III the next frame tells: when it uses no reservoir, or when its main data begins
   * where this frame's ends. Layer II has nothing that could tell; it is believed.
   */
  @Override
  public boolean wholeBefore(byte[] bytes, int frame, int next) {
    int header = MpegHeader.read(bytes, frame);
    if (MpegHeader.layer(header) != 3 || MpegHeader.layer(MpegHeader.read(bytes, next)) != 3) {
      return true;
    }
    int begin = SideInfo.read(bytes, next).mainDataBegin();
    int area = MpegHeader.frameBytes(header) - MpegHeader.mainDataOffset(header);
    int free = SideInfo.read(bytes, frame).freeBytes(area);
    return begin == 0 || (begin <= free && free - begin <= MAX_ANCILLARY_BYTES);
  }
}
