package isr.testing;

import java.util.ArrayList;
import java.util.List;

/** The encodings that mounts of the integration tests carry. */
public enum LiveEncoding {
  /** 128 kbit/s, 44.1 kHz stereo: what most stations send. */
  MP3_CBR("mp3", "audio/mpeg", 44_100, "libmp3lame -b:a 128k"),
  /** Variable rate: frames of many sizes. */
  MP3_VBR("mp3", "audio/mpeg", 44_100, "libmp3lame -q:a 4"),
  /** 48 kbit/s mono: a bit reservoir that reaches far back. */
  MP3_48_MONO("mp3", "audio/mpeg", 44_100, "libmp3lame -b:a 48k -ac 1"),
  /** MPEG-2, with one granule in a frame. */
  MP3_22_MONO("mp3", "audio/mpeg", 22_050, "libmp3lame -b:a 32k -ac 1"),
  /** AAC LC in ADTS. */
  AAC("aac", "audio/aac", 44_100, "aac -b:a 128k"),
  /** Opus music (CELT), pages of a second. */
  OPUS("opus", "audio/ogg", 48_000, "libopus -b:a 128k -application audio"),
  /** Native FLAC of 16 bits. */
  FLAC("flac", "audio/flac", 44_100, "flac -sample_fmt s16"),
  /** Native FLAC of 24 bits. */
  FLAC_24("flac", "audio/flac", 48_000, "flac -sample_fmt s32 -bits_per_raw_sample 24");

  private final String extension;
  private final String contentType;
  private final int sampleRateHz;
  private final String codec;

  LiveEncoding(String extension, String contentType, int sampleRateHz, String codec) {
    this.extension = extension;
    this.contentType = contentType;
    this.sampleRateHz = sampleRateHz;
    this.codec = codec;
  }

  /** The extension of the recorder's files, without dot. */
  public String extension() {
    return extension;
  }

  /** What the source client announces. */
  public String contentType() {
    return contentType;
  }

  /** The rate of the encoded audio. */
  public int sampleRateHz() {
    return sampleRateHz;
  }

  /** Whether frames are MPEG audio. */
  public boolean isMpeg() {
    return extension.equals("mp3");
  }

  /** Whether frames are native FLAC. */
  public boolean isFlac() {
    return extension.equals("flac");
  }

  /** The options of ffmpeg for codec and container. */
  List<String> outputOptions() {
    List<String> options = new ArrayList<>(List.of("-ar", "" + sampleRateHz, "-c:a"));
    options.addAll(List.of(codec.split(" ", -1)));
    switch (this) {
      case AAC -> options.addAll(List.of("-f", "adts"));
      case OPUS -> options.addAll(List.of("-f", "ogg"));
      case FLAC, FLAC_24 -> options.addAll(List.of("-f", "flac"));
      default -> options.addAll(List.of("-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"));
    }
    return options;
  }

  /** The packets of a stream of this encoding, found by a parser of the tests' own. */
  public List<StreamPacket> packets(byte[] stream) {
    return switch (this) {
      case AAC -> StreamPackets.adts(stream);
      case OPUS -> StreamPackets.oggOpus(stream);
      case FLAC, FLAC_24 -> FlacFrames.of(stream);
      default -> StreamPackets.mpeg(stream);
    };
  }
}
