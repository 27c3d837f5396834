package isr.format.mpeg;

import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frames before the first one of a layer III segment: what a decoder must have seen for that
 * one to come out as in the unsplit stream (docs/decisions/0002-mp3-lead-in.md).
 *
 * <pre>
 *   stream    … │ a │ b │ c │ d ║ e │ f …       ║ the cut
 *   segment         │ Z │ d ║ e │ f …           Z ends with the main data of a, b, c
 * </pre>
 *
 * <p>The <em>reservoir frame</em> Z has a main data area as large as a frame can point back, all
 * side information 0 (so it is silent and borrows nothing), and in that area the last bytes of the
 * main data areas before the next frame. Two granules must be decoded for the overlap and the
 * filter bank to be right: one frame of MPEG-1, two of MPEG-2 and 2.5.
 */
final class LeadInFrames {
  /**
   * Stands for main data that never arrived: in nearly all of the code tables, ones are the
   * shortest code, that of zeros, so that a frame that points there is quiet and does not run over
   * its bits.
   */
  private static final byte UNKNOWN_MAIN_DATA = (byte) 0xFF;

  private LeadInFrames() {}

  /**
   * The frames to write; their number times the samples of one is what has to be hidden.
   *
   * @param leadIn the packets before the segment's first one
   * @param firstHeader of the segment's first packet; used when there is no lead-in
   */
  static List<ByteBuffer> of(List<Packet> leadIn, int firstHeader) {
    int decoded = Math.min(leadIn.size(), MpegHeader.isMpeg1(firstHeader) ? 1 : 2);
    int cut = leadIn.size() - decoded;
    int next = decoded > 0 ? MpegHeader.read(leadIn.get(cut).payload()) : firstHeader;
    List<ByteBuffer> frames = new ArrayList<>();
    frames.add(reservoirFrame(next, leadIn.subList(0, cut)));
    leadIn.subList(cut, leadIn.size()).forEach(packet -> frames.add(packet.payload().duplicate()));
    return frames;
  }

  /**
   * Builds Z.
   *
   * @param next header of the frame after it, whose mode, copyright and emphasis it takes: ffmpeg
   *     drops a first frame that differs in them from the second as junk
   */
  private static ByteBuffer reservoirFrame(int next, List<Packet> before) {
    int reach = MpegHeader.maxMainDataBegin(next);
    int header = MpegHeader.withRoomFor(next, reach);
    byte[] frame = new byte[MpegHeader.frameBytes(header)];
    ByteBuffer.wrap(frame).putInt(header);
    int free = fillBackwards(frame, frame.length - reach, before);
    Arrays.fill(frame, frame.length - reach, free, UNKNOWN_MAIN_DATA);
    return ByteBuffer.wrap(frame);
  }

  /** Copies main data areas, the last one to the end; the index down to which there was any. */
  private static int fillBackwards(byte[] frame, int from, List<Packet> packets) {
    int end = frame.length;
    for (int i = packets.size() - 1; i >= 0 && end > from; i--) {
      ByteBuffer payload = packets.get(i).payload();
      int area = MpegHeader.mainDataOffset(MpegHeader.read(payload));
      int count = Math.min(end - from, payload.remaining() - area);
      payload.get(payload.limit() - count, frame, end - count, count);
      end -= count;
    }
    return end;
  }
}
