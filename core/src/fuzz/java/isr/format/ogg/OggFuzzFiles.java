package isr.format.ogg;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Chains of Ogg, some with right pages in any order. */
public final class OggFuzzFiles {
  private OggFuzzFiles() {}

  /** A few links, or pages as they come. */
  public static byte[] chain(FuzzedDataProvider data) {
    if (data.consumeBoolean()) {
      return OggFramerFuzz.stream(data);
    }
    byte[] chain = new byte[0];
    for (int i = data.consumeInt(1, 4); i > 0; i--) {
      int pages = data.consumeInt(0, 4);
      byte[] link =
          switch (data.consumeInt(0, 2)) {
            case 0 -> TestPages.stream(i, pages);
            case 1 -> TestVorbis.stream(i, pages);
            default -> TestFlac.stream(i, pages);
          };
      chain = MemoryOutput.join(chain, link);
    }
    return chain;
  }
}
