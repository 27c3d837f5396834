package isr.format.mp4;

import java.util.Set;

/** Types of boxes (ISO/IEC 14496-12, 6.2.3). */
final class Types {
  static final int FTYP = Box.type("ftyp");
  static final int MOOV = Box.type("moov");
  static final int MVEX = Box.type("mvex");
  static final int TREX = Box.type("trex");
  static final int TRAK = Box.type("trak");
  static final int TKHD = Box.type("tkhd");
  static final int MDIA = Box.type("mdia");
  static final int MDHD = Box.type("mdhd");
  static final int HDLR = Box.type("hdlr");
  static final int SOUN = Box.type("soun");
  static final int MINF = Box.type("minf");
  static final int STBL = Box.type("stbl");
  static final int STSD = Box.type("stsd");
  static final int OPUS = Box.type("Opus");
  static final int DOPS = Box.type("dOps");
  static final int MP4A = Box.type("mp4a");
  static final int ESDS = Box.type("esds");
  static final int MOOF = Box.type("moof");
  static final int MFHD = Box.type("mfhd");
  static final int TRAF = Box.type("traf");
  static final int TFHD = Box.type("tfhd");
  static final int TFDT = Box.type("tfdt");
  static final int TRUN = Box.type("trun");
  static final int MDAT = Box.type("mdat");
  static final int MFRA = Box.type("mfra");

  /** Of a box that is passed over; a wrong size does no more harm than that. */
  static final int MAX_PASSED_BYTES = 16 << 20;

  /** Of a box of no known type. */
  static final int MAX_UNKNOWN_BYTES = 4 * 1024;

  private static final Set<Integer> OTHERS =
      Set.of(
          MFRA,
          Box.type("styp"),
          Box.type("sidx"),
          Box.type("ssix"),
          Box.type("prft"),
          Box.type("emsg"),
          Box.type("free"),
          Box.type("skip"),
          Box.type("wide"),
          Box.type("uuid"),
          Box.type("pdin"),
          Box.type("meta"),
          Box.type("udta"));

  private Types() {}

  /** Whether boxes of that type may stand outside of all others. */
  static boolean isKnown(int type) {
    return type == FTYP || type == MOOV || type == MOOF || type == MDAT || isPassedOver(type);
  }

  /** Whether such a box is known and not needed. */
  static boolean isPassedOver(int type) {
    return OTHERS.contains(type);
  }
}
