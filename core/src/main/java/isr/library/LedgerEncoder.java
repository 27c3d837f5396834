package isr.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import isr.library.LedgerEvent.ClockStepped;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.LateDelivery;
import isr.library.LedgerEvent.Note;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentDeleted;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.LedgerEvent.TitleSeen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Makes lines of events. Every line begins with its type, which {@link LedgerReader} relies on. */
final class LedgerEncoder {
  /**
   * Characters of a title, cause or note that are kept; keeps lines far below the reader's limit.
   */
  static final int MAX_TEXT_CHARS = 2000;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private LedgerEncoder() {}

  /** The line of an event: JSON in UTF-8, ended by a newline. */
  static byte[] line(LedgerEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      write(json, event);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory can not fail", e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, LedgerEvent event) throws IOException {
    if (event instanceof SegmentOpened opened) {
      opened(json, opened);
    } else if (event instanceof SegmentClosed closed) {
      closed(json, closed);
    } else if (event instanceof SegmentRepaired repaired) {
      repaired(json, repaired);
    } else if (event instanceof SegmentDeleted deleted) {
      head(json, "segment-deleted", deleted);
      path(json, "path", deleted.path());
    } else if (event instanceof GapRecorded gap) {
      gap(json, gap);
    } else if (event instanceof TitleSeen title) {
      title(json, title);
    } else if (event instanceof LateDelivery late) {
      late(json, late);
    } else if (event instanceof ClockStepped step) {
      head(json, "clock-stepped", step);
      json.writeNumberField("bySeconds", seconds(step.by()));
    } else if (event instanceof Note note) {
      head(json, "note", note);
      text(json, "text", note.text());
    } else {
      throw new AssertionError(event);
    }
  }

  private static void head(JsonGenerator json, String type, LedgerEvent event) throws IOException {
    json.writeStringField("type", type);
    text(json, "source", event.source());
    time(json, "time", event.time());
  }

  private static void opened(JsonGenerator json, SegmentOpened event) throws IOException {
    head(json, "segment-opened", event);
    path(json, "path", event.path());
    text(json, "format", event.format());
    time(json, "start", event.start());
    json.writeNumberField("position", event.position());
    json.writeObjectFieldStart("track");
    text(json, "codec", event.track().codec());
    json.writeNumberField("sampleRateHz", event.track().sampleRateHz());
    json.writeNumberField("channels", event.track().channels());
    if (event.track().bits().isPresent()) {
      json.writeNumberField("bits", event.track().bits().getAsInt());
    }
    json.writeEndObject();
    text(json, "session", event.session());
    optionalText(json, "route", event.route());
  }

  private static void closed(JsonGenerator json, SegmentClosed event) throws IOException {
    head(json, "segment-closed", event);
    path(json, "path", event.path());
    json.writeNumberField("samples", event.samples());
    json.writeNumberField("bytes", event.bytes());
    text(json, "reason", event.reason());
    if (event.driftPpm().isPresent()) {
      json.writeNumberField("driftPpm", event.driftPpm().getAsDouble());
    }
  }

  private static void repaired(JsonGenerator json, SegmentRepaired event) throws IOException {
    head(json, "segment-repaired", event);
    path(json, "path", event.path());
    json.writeNumberField("samples", event.samples());
    json.writeNumberField("bytes", event.bytes());
    json.writeNumberField("removedBytes", event.removedBytes());
  }

  private static void gap(JsonGenerator json, GapRecorded event) throws IOException {
    head(json, "gap", event);
    time(json, "start", event.start());
    json.writeNumberField("lengthSeconds", seconds(event.length()));
    text(json, "cause", event.cause());
    if (event.skippedBytes().isPresent()) {
      json.writeNumberField("skippedBytes", event.skippedBytes().getAsLong());
    }
    optionalPath(json, "before", event.before());
    optionalPath(json, "after", event.after());
    if (event.filled()) {
      json.writeBooleanField("filled", true);
    }
    optionalText(json, "route", event.route());
  }

  private static void title(JsonGenerator json, TitleSeen event) throws IOException {
    head(json, "title", event);
    text(json, "title", event.title());
    optionalPath(json, "path", event.path());
    json.writeNumberField("sample", event.sample());
  }

  private static void late(JsonGenerator json, LateDelivery event) throws IOException {
    head(json, "late", event);
    json.writeNumberField("lengthSeconds", seconds(event.length()));
    json.writeBooleanField("caughtUp", event.caughtUp());
  }

  private static void optionalPath(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      path(json, name, value.get());
    }
  }

  private static void optionalText(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      text(json, name, value.get());
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    String kept = value.length() > MAX_TEXT_CHARS ? value.substring(0, MAX_TEXT_CHARS) : value;
    json.writeStringField(name, withoutLoneSurrogates(kept));
  }

  private static void path(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, withoutLoneSurrogates(value));
  }

  /** JSON in UTF-8 has no way to write half a character, and the generator refuses it. */
  private static String withoutLoneSurrogates(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  /** RFC 3339 knows no seconds in an offset, which zones had before 1972: then in UTC. */
  private static void time(JsonGenerator json, String name, OffsetDateTime time)
      throws IOException {
    boolean wholeMinutes = time.getOffset().getTotalSeconds() % 60 == 0;
    OffsetDateTime written = wholeMinutes ? time : time.withOffsetSameInstant(ZoneOffset.UTC);
    json.writeStringField(name, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(written));
  }

  /** Exact decimal seconds. */
  private static BigDecimal seconds(Duration length) {
    BigDecimal exact =
        BigDecimal.valueOf(length.getSeconds()).add(BigDecimal.valueOf(length.getNano(), 9));
    BigDecimal shortest = exact.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }
}
