package isr.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import isr.library.LedgerEvent.ClockStepped;
import isr.library.LedgerEvent.GapRecorded;
import isr.library.LedgerEvent.LateDelivery;
import isr.library.LedgerEvent.Note;
import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentDeleted;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import isr.library.LedgerEvent.TitleSeen;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads lines of the ledger; types and fields that it does not know are passed over. */
final class LedgerDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  /** The scalars of the line by name, those of the track as {@code track.name}. */
  private final Map<String, String> fields;

  private LedgerDecoder(Map<String, String> fields) {
    this.fields = fields;
  }

  /**
   * The event of a line, without its newline; empty when its type is unknown.
   *
   * @throws IOException when the line is no JSON object, or a field is missing or has a wrong value
   */
  static Optional<LedgerEvent> decode(byte[] bytes, int offset, int length) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      expect(json, JsonToken.START_OBJECT);
      object(json, "", fields);
      expect(json, null);
    }
    try {
      return Optional.ofNullable(new LedgerDecoder(fields).event());
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      throw new IOException("ledger line: " + e.getMessage(), e);
    }
  }

  private static void expect(JsonParser json, @Nullable JsonToken expected) throws IOException {
    JsonToken found = json.nextToken();
    if (found != expected) {
      throw new IOException("ledger line: expected " + expected + ", found " + found);
    }
  }

  private static void object(JsonParser json, String prefix, Map<String, String> fields)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT && name.equals("track")) {
        object(json, "track.", fields);
      } else if (value.isStructStart()) {
        json.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, json.getText());
      }
    }
  }

  private @Nullable LedgerEvent event() {
    return switch (text("type")) {
      case "segment-opened" -> opened();
      case "segment-closed" -> closed();
      case "segment-repaired" ->
          new SegmentRepaired(
              source(),
              time("time"),
              path(),
              number("samples"),
              number("bytes"),
              number("removedBytes"));
      case "segment-deleted" -> new SegmentDeleted(source(), time("time"), path());
      case "gap" -> gap();
      case "title" ->
          new TitleSeen(source(), time("time"), text("title"), optional("path"), number("sample"));
      case "late" ->
          new LateDelivery(source(), time("time"), duration("lengthSeconds"), flag("caughtUp"));
      case "clock-stepped" -> new ClockStepped(source(), time("time"), duration("bySeconds"));
      case "note" -> new Note(source(), time("time"), text("text"));
      default -> null;
    };
  }

  private SegmentOpened opened() {
    return new SegmentOpened(
        source(),
        time("time"),
        path(),
        text("format"),
        time("start"),
        number("position"),
        track(),
        text("session"),
        optional("route"));
  }

  private TrackSummary track() {
    return new TrackSummary(
        text("track.codec"),
        Math.toIntExact(number("track.sampleRateHz")),
        Math.toIntExact(number("track.channels")),
        fields.containsKey("track.bits")
            ? OptionalInt.of(Math.toIntExact(number("track.bits")))
            : OptionalInt.empty());
  }

  private SegmentClosed closed() {
    return new SegmentClosed(
        source(),
        time("time"),
        path(),
        number("samples"),
        number("bytes"),
        text("reason"),
        fields.containsKey("driftPpm")
            ? OptionalDouble.of(Double.parseDouble(text("driftPpm")))
            : OptionalDouble.empty());
  }

  private GapRecorded gap() {
    return new GapRecorded(
        source(),
        time("time"),
        time("start"),
        duration("lengthSeconds"),
        text("cause"),
        fields.containsKey("skippedBytes")
            ? OptionalLong.of(number("skippedBytes"))
            : OptionalLong.empty(),
        optional("before"),
        optional("after"),
        fields.containsKey("filled") && flag("filled"),
        optional("route"));
  }

  private String source() {
    return text("source");
  }

  private String path() {
    return text("path");
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private String text(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
  }

  private long number(String name) {
    return Long.parseLong(text(name));
  }

  private boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  private OffsetDateTime time(String name) {
    return OffsetDateTime.parse(text(name));
  }

  private Duration duration(String name) {
    BigDecimal seconds = new BigDecimal(text(name));
    if (Math.abs(seconds.scale()) > 18 || seconds.precision() - seconds.scale() > 18) {
      throw new ArithmeticException("\"" + name + "\": expected seconds, found " + text(name));
    }
    BigDecimal nanos = seconds.movePointRight(9);
    return Duration.ofSeconds(seconds.longValue())
        .plusNanos(nanos.remainder(BigDecimal.valueOf(1_000_000_000)).longValue());
  }
}
