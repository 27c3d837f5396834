package isr.format.wav;

import isr.audio.SampleFormat;
import isr.media.Fault;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.PcmTrack;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the chunks of a WAV file strictly. */
final class WavReader {
  private final WavLayout layout;
  private final List<Fault> faults = new ArrayList<>();

  private WavReader(WavLayout layout) {
    this.layout = layout;
  }

  static FileReport inspect(FileChannel file) throws IOException {
    WavReader reader = new WavReader(WavLayout.read(file));
    reader.check();
    return reader.report();
  }

  static List<Fault> faults(WavLayout layout) {
    WavReader reader = new WavReader(layout);
    reader.check();
    return reader.faults;
  }

  /** A WAV file is as long as its header and its length say. */
  static Optional<FileOutline> outline(FileChannel file) throws IOException {
    WavLayout layout = WavLayout.read(file);
    return layout.hasData()
        ? track(layout)
            .map(pcm -> new FileOutline(pcm, OptionalLong.of(samples(layout, pcm)), true))
        : Optional.empty();
  }

  private void check() {
    if (layout.fileBytes() < 12) {
      fault(0, "expected RIFF and WAVE, found " + layout.fileBytes() + " bytes");
    } else if (!layout.isWave()) {
      fault(0, "expected RIFF or RF64 and WAVE");
    } else {
      checkFmt();
      checkRiffSize();
      checkData();
    }
  }

  private void checkFmt() {
    layout
        .brokenFmtBytes()
        .ifPresent(bytes -> fault(12, "fmt : expected 16 or 40 bytes, found " + bytes));
    layout.fmt().ifPresent(this::checkFmt);
  }

  private void checkFmt(WavLayout.Fmt fmt) {
    if (fmt.tag() != WavHeader.WAVE_FORMAT_PCM || !isKnown(fmt.bits())) {
      fault(
          fmt.position(),
          "fmt : expected PCM of 16, 24 or 32 bits, found tag " + fmt.tag() + ", " + fmt.bits());
    } else if (fmt.channels() == 0 || fmt.rateHz() <= 0) {
      fault(fmt.position(), "fmt : " + fmt.channels() + " channels at " + fmt.rateHz() + " Hz");
    } else if (fmt.blockAlign() != fmt.channels() * fmt.bits() / 8) {
      fault(
          fmt.position(),
          "fmt : a block of "
              + fmt.blockAlign()
              + " bytes for "
              + fmt.channels()
              + " channels of "
              + fmt.bits()
              + " bits");
    }
  }

  private static boolean isKnown(int bits) {
    return bits == 16 || bits == 24 || bits == 32;
  }

  static Optional<PcmTrack> track(WavLayout layout) {
    return layout
        .fmt()
        .filter(fmt -> fmt.tag() == WavHeader.WAVE_FORMAT_PCM && isKnown(fmt.bits()))
        .filter(fmt -> fmt.channels() > 0 && fmt.rateHz() > 0)
        .map(fmt -> new PcmTrack(fmt.rateHz(), fmt.channels(), SampleFormat.ofBits(fmt.bits())));
  }

  private void checkRiffSize() {
    long expected = layout.contentEnd() - 8;
    if (!layout.hasData()) {
      fault(layout.fileBytes(), "no data chunk");
    } else if (layout.riffTold() != expected) {
      fault(4, "RIFF size: expected " + expected + ", found " + layout.riffTold());
    }
  }

  private void checkData() {
    if (!layout.hasData()) {
      return;
    }
    long sizeAt = layout.dataPosition() - 4;
    long told = layout.dataTold();
    int align = layout.fmt().map(WavLayout.Fmt::blockAlign).orElse(0);
    if (align == 0) {
      fault(layout.dataPosition(), "no usable fmt chunk before data");
    } else if (told > layout.bytesThere()) {
      fault(sizeAt, "data: " + told + " bytes told, " + layout.bytesThere() + " there");
    } else if (told % align != 0) {
      fault(sizeAt, "data: " + told + " bytes are no multiple of " + align);
    }
  }

  private static long samples(WavLayout layout, PcmTrack pcm) {
    return layout.hasData() ? layout.audibleBytes() / pcm.blockAlign() : 0;
  }

  private FileReport report() {
    Optional<PcmTrack> pcm = track(layout);
    long samples = pcm.map(track -> samples(layout, track)).orElse(0L);
    return new FileReport(
        pcm.map(track -> track), samples > 0 ? 1 : 0, 0, samples, faults, faults.size());
  }

  private void fault(long offset, String rule) {
    faults.add(new Fault(offset, rule));
  }
}
