package isr.format.webm;

import java.util.Set;

/** Identifiers of elements, length marker included (RFC 8794, section 11; RFC 9559, section 5). */
final class Ids {
  static final int EBML = 0x1A45DFA3;
  static final int DOC_TYPE = 0x4282;
  private static final int DOC_TYPE_READ_VERSION = 0x4285;

  static final int SEGMENT = 0x18538067;
  static final int INFO = 0x1549A966;
  static final int TIMESTAMP_SCALE = 0x2AD7B1;
  static final int TRACKS = 0x1654AE6B;
  static final int TRACK_ENTRY = 0xAE;
  static final int TRACK_NUMBER = 0xD7;
  static final int TRACK_TYPE = 0x83;
  static final int CODEC_ID = 0x86;
  static final int CODEC_PRIVATE = 0x63A2;
  static final int CONTENT_ENCODINGS = 0x6D80;
  static final int AUDIO = 0xE1;
  static final int SAMPLING_FREQUENCY = 0xB5;
  static final int CHANNELS = 0x9F;
  static final int BIT_DEPTH = 0x6264;

  static final int CLUSTER = 0x1F43B675;
  static final int TIMESTAMP = 0xE7;
  static final int SIMPLE_BLOCK = 0xA3;
  static final int BLOCK_GROUP = 0xA0;
  static final int BLOCK = 0xA1;
  static final int DISCARD_PADDING = 0x75A2;

  private static final int VOID = 0xEC;
  private static final int CRC_32 = 0xBF;
  private static final int PREV_SIZE = 0xAB;
  private static final int POSITION = 0xA7;
  private static final int SILENT_TRACKS = 0x5854;
  private static final int ENCRYPTED_BLOCK = 0xAF;

  private static final int SEEK_HEAD = 0x114D9B74;
  private static final int CUES = 0x1C53BB6B;
  private static final int CHAPTERS = 0x1043A770;
  private static final int TAGS = 0x1254C367;
  private static final int ATTACHMENTS = 0x1941A469;

  /** Of an element that is passed over; a wrong size does no more harm than that. */
  static final int MAX_PASSED_BYTES = 16 << 20;

  /** The same of one whose identifier is unknown, or short. */
  private static final int MAX_DOUBTFUL_BYTES = 64 * 1024;

  /** What a Cluster begins with: its Timestamp should be first. */
  static final Set<Integer> FIRST_IN_CLUSTER = Set.of(TIMESTAMP, CRC_32, VOID, POSITION, PREV_SIZE);

  /** EBMLVersion, -ReadVersion, -MaxIDLength, -MaxSizeLength and the three of the DocType. */
  static final Set<Integer> FIRST_IN_EBML =
      Set.of(0x4286, 0x42F7, 0x42F2, 0x42F3, DOC_TYPE, 0x4287, DOC_TYPE_READ_VERSION, CRC_32, VOID);

  /** After one of these more blocks may follow; after others the audio is over. */
  static final Set<Integer> WITHIN_AUDIO =
      Set.of(SIMPLE_BLOCK, BLOCK_GROUP, CLUSTER, VOID, CRC_32, PREV_SIZE, POSITION, TIMESTAMP);

  private Ids() {}

  /** Whether there are elements of that id that may stand in a Segment or a Cluster. */
  static boolean isKnown(int id) {
    return switch (id) {
      case EBML, SEGMENT, INFO, TRACKS, CLUSTER, TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP -> true;
      case CRC_32, PREV_SIZE, POSITION, VOID, SILENT_TRACKS, ENCRYPTED_BLOCK -> true;
      default -> !isDoubtful(id);
    };
  }

  /** How long an element may be that other bytes easily look like; negative for none of that id. */
  static int maxDoubtfulBytes(int id) {
    return switch (id) {
      case CRC_32 -> 4;
      case PREV_SIZE, POSITION -> 8;
      case VOID, SILENT_TRACKS, ENCRYPTED_BLOCK -> MAX_DOUBTFUL_BYTES;
      default -> id >>> 8 == 0 ? -1 : MAX_DOUBTFUL_BYTES; // one byte is too likely to be another's
    };
  }

  /** Whether that is no unmistakable identifier of a whole branch that is not needed. */
  static boolean isDoubtful(int id) {
    return switch (id) {
      case SEEK_HEAD, CUES, CHAPTERS, TAGS, ATTACHMENTS -> false;
      default -> true;
    };
  }
}
