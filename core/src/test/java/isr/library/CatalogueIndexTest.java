package isr.library;

import static org.assertj.core.api.Assertions.assertThat;

import isr.library.LedgerEvent.SegmentOpened;
import isr.library.RecordedSegment.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueIndexTest {
  private static final Map<String, String> FORMATS = Map.of("mp3", "mp3", "wav", "wav");

  @TempDir Path root;

  private final Set<String> grown = new HashSet<>();
  private Path own;
  private Ledger ledger;
  private CatalogueFile file;
  private Catalogue catalogue;
  private DiskScan disk;
  private CatalogueIndex index;

  @BeforeEach
  void open() throws IOException {
    own = Files.createDirectory(root.resolve(".isr"));
    ledger = new Ledger(own.resolve("ledger"), grown::add);
    file = new CatalogueFile(own);
    catalogue = new Catalogue(file);
    disk = new DiskScan(root, FORMATS);
    index = index();
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void everyEventIsFoundAgain() throws Exception {
    Events.ofEveryKind().forEach(ledger::append);
    index.update(null, List.of());

    RecordedSegment segment = catalogue.segments(SegmentQuery.ALL).get(0);
    assertThat(segment.state()).isEqualTo(State.REPAIRED);
    assertThat(segment.track()).contains(Events.MP3);
    assertThat(segment.start()).contains(Events.NOON);
    assertThat(segment.samples()).hasValue(44_100);
    assertThat(catalogue.gaps("radio1", Instant.EPOCH, Instant.MAX, 10))
        .containsExactly((LedgerEvent.GapRecorded) Events.ofEveryKind().get(3));
    assertThat(catalogue.titles("radio1", Instant.EPOCH, Instant.MAX, 10))
        .containsExactly((LedgerEvent.TitleSeen) Events.ofEveryKind().get(4));
    assertThat(catalogue.sources()).containsExactly("radio1");
    assertThat(catalogue.counts()).isEqualTo(new CatalogueCounts(1, 0, 0, 0, 0, 1, 1, 0, 0, 0));
  }

  @Test
  void eachRouteHasItsFilesAndGaps() throws Exception {
    LedgerEvent.GapRecorded left = (LedgerEvent.GapRecorded) Events.ofACard().get(2);
    LedgerEvent.GapRecorded right =
        new LedgerEvent.GapRecorded(
            left.source(),
            left.time(),
            left.start(),
            left.length(),
            left.cause(),
            left.skippedBytes(),
            Optional.of("a/r.mp3"),
            left.after(),
            false,
            Optional.of("right"));
    Events.ofACard().forEach(ledger::append);
    ledger.append(right);
    index.update(null, List.of());
    assertThat(catalogue.segments(SegmentQuery.ALL).get(0).route()).contains("left");
    assertThat(catalogue.gaps("mic", Instant.EPOCH, Instant.MAX, 10)).containsExactly(left, right);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void growingStepByStepKilledAndSharedItIsTheSameAsMadeAnew(long seed) throws Exception {
    Random random = new Random(seed);
    CatalogueIndex other = index();
    for (LedgerEvent event : Events.random(seed, 800)) {
      ledger.append(event);
      switch (random.nextInt(60)) {
        case 0 -> index.update(List.copyOf(grown), List.of());
        case 1 -> other.update(null, List.of());
        case 2 -> index.close(); // as if killed: the next update opens it again
        default -> {}
      }
    }
    other.update(null, List.of());
    List<String> stepwise = content();
    other.close();
    index.close();

    Files.delete(file.path());
    assertThat(index.update(List.of(), List.of())).isTrue();

    assertThat(content()).isEqualTo(stepwise);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void eventsMayComeTwice(long seed) throws Exception {
    List<LedgerEvent> events = Events.random(seed, 100);
    events.forEach(ledger::append);
    index.update(null, List.of());
    List<String> tables = List.of("segments", "gaps", "titles");
    List<String> once = content(tables);

    // A batch that failed half way is written again as a whole.
    ledger.append(events.get(99));
    ledger.append(events.get(99));
    index.update(null, List.of());

    assertThat(content(tables)).isEqualTo(once);
  }

  @Test
  void anEndThatWasWrittenUnderAnEarlierDateIsTheSegmentsEnd() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    ledger.append(Events.closed("a", "x.mp3", Events.NOON.minusDays(400)));
    index.update(null, List.of());

    RecordedSegment segment = catalogue.segments(SegmentQuery.ALL).get(0);
    assertThat(segment.state()).isEqualTo(State.CLOSED);
    assertThat(segment.start()).contains(Events.NOON);
    assertThat(segment.format()).contains("mp3");
  }

  @Test
  void aNameThatIsUsedAgainIsANewSegment() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    ledger.append(Events.closed("a", "x.mp3", Events.NOON.plusSeconds(5)));
    index.update(null, List.of(new IndexPoint("x.mp3", 441_000, 160_000)));
    SegmentOpened again = Events.opened("a", "x.mp3", Events.NOON.plusSeconds(10));
    ledger.append(again);
    index.update(null, List.of());

    RecordedSegment segment = catalogue.segments(SegmentQuery.ALL).get(0);
    assertThat(segment.state()).isEqualTo(State.OPEN);
    assertThat(segment.start()).contains(again.start());
    assertThat(segment.samples()).isEmpty();
    assertThat(catalogue.pointBefore("x.mp3", Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void pointsTellWhereToBeginReading() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    index.update(
        null,
        List.of(
            new IndexPoint("x.mp3", 0, 417),
            new IndexPoint("x.mp3", 441_000, 160_000),
            new IndexPoint("unknown.mp3", 1, 1)));

    assertThat(catalogue.pointBefore("x.mp3", 440_999)).contains(new IndexPoint("x.mp3", 0, 417));
    assertThat(catalogue.pointBefore("x.mp3", 441_000))
        .contains(new IndexPoint("x.mp3", 441_000, 160_000));
    assertThat(catalogue.counts().points()).isEqualTo(2);
  }

  @Test
  void timeRangesTakeWhatReachesInto() throws Exception {
    for (int i = 0; i < 5; i++) {
      ledger.append(Events.opened("a", i + ".mp3", Events.NOON.plusSeconds(10L * i)));
      ledger.append(Events.closed("a", i + ".mp3", Events.NOON.plusSeconds(10L * i + 10)));
    }
    index.update(null, List.of());

    Instant noon = Events.NOON.toInstant();
    SegmentQuery query = SegmentQuery.ALL.of("a");
    assertThat(paths(query.between(noon.plusSeconds(10), noon.plusSeconds(30))))
        .containsExactly("1.mp3", "2.mp3");
    assertThat(paths(query.between(noon.plusSeconds(9), noon.plusSeconds(31))))
        .containsExactly("0.mp3", "1.mp3", "2.mp3", "3.mp3");
    assertThat(paths(SegmentQuery.ALL.of("b"))).isEmpty();
    assertThat(paths(query.ended(State.OPEN))).isEmpty();
    assertThat(paths(query.ended(State.CLOSED).atMost(2))).containsExactly("0.mp3", "1.mp3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 4096 + 20, 3 * 4096, 10 * 4096})
  void aDamagedFileIsMadeAnew(int at) throws Exception {
    Events.random(9, 600).forEach(ledger::append);
    index.update(null, List.of());
    List<String> before = content();
    index.close();
    checkpoint();
    byte[] garbage = new byte[2000];
    new Random(at).nextBytes(garbage);
    try (RandomAccessFile damaged = new RandomAccessFile(file.path().toFile(), "rw")) {
      damaged.seek(at);
      damaged.write(garbage);
    }

    updateAtSecondTry(index);

    assertThat(content()).isEqualTo(before);
  }

  @Test
  void twoThatFindTheSameDamageMakeOneNewFile() throws Exception {
    Events.random(9, 300).forEach(ledger::append);
    index.update(null, List.of());
    List<String> before = content();
    try (CatalogueIndex other = index()) {
      other.update(null, List.of());
      checkpoint();
      try (RandomAccessFile damaged = new RandomAccessFile(file.path().toFile(), "rw")) {
        damaged.write(new byte[(int) damaged.length()]);
      }
      updateAtSecondTry(index);
      updateAtSecondTry(other);
      updateAtSecondTry(index);
    }

    assertThat(content()).isEqualTo(before);
  }

  @Test
  void anEmptyFileIsFilled() throws Exception {
    Files.createFile(file.path());
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));

    assertThat(index.update(null, List.of())).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("x.mp3");
  }

  @Test
  void tablesOfAnotherVersionAreMadeAnew() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    execute("CREATE TABLE segments(x)", "CREATE VIEW v AS SELECT 1", "PRAGMA user_version = 99");

    assertThat(index.update(null, List.of())).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("x.mp3");
  }

  @Test
  void aLedgerThatWasCutMakesItAnew() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    ledger.append(Events.opened("a", "y.mp3", Events.NOON));
    index.update(null, List.of());
    Path day = own.resolve("ledger").resolve("2026-11-21.jsonl");
    Files.write(day, List.of(Files.readAllLines(day).get(1)));

    assertThat(index.update(null, List.of())).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("y.mp3");
  }

  @Test
  void aLedgerFileThatWasTakenAwayIsNotForgotten() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    index.update(null, List.of());
    Files.delete(own.resolve("ledger").resolve("2026-11-21.jsonl"));

    assertThat(index.update(null, List.of())).isFalse();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("x.mp3");
  }

  @Test
  void aFileDeletedWhileInUseIsMadeAnew() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    index.update(null, List.of());
    Files.delete(file.path());
    ledger.append(Events.opened("a", "y.mp3", Events.NOON));

    assertThat(index.update(List.of("2026-11-21.jsonl"), List.of())).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("x.mp3", "y.mp3");
  }

  @Test
  void aWalWhoseFileIsGoneIsNotPlayedIntoTheNext() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    index.update(null, List.of());
    Path wal = own.resolve("catalog.db-wal");
    byte[] left = Files.readAllBytes(wal);
    index.close();
    Files.delete(file.path());
    Files.write(wal, left);

    assertThat(index.update(null, List.of())).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("x.mp3");
    CatalogueFile.check(file.openToRead());
  }

  @Test
  void directoriesMayHaveAnyName() throws Exception {
    Path odd = Files.createDirectories(root.resolve("what? 100% \"mode=memory\" #1 ü"));
    CatalogueFile there = new CatalogueFile(odd);
    try (CatalogueIndex oddIndex =
        new CatalogueIndex(
            there, new LedgerReader(odd), new DiskScan(odd, FORMATS), new FoundFileReader(odd))) {
      oddIndex.update(null, List.of());
    }

    assertThat(odd.resolve("catalog.db")).isNotEmptyFile();
    assertThat(new Catalogue(there).counts().segments()).isZero();
  }

  @Test
  void whatIsInAnOutputDirectoryWithinThisOneIsNotListed() throws Exception {
    write("radio_1/x.mp3", 5);
    write("radio_1/deep/y.mp3", 5);
    write("radio-1/z.mp3", 5);
    assertThat(index.scan(() -> true)).isTrue();
    assertThat(paths(SegmentQuery.ALL)).hasSize(3);
    assertThat(disk.nested()).isEmpty();

    Files.createDirectories(root.resolve("radio_1/.isr/ledger"));
    assertThat(index.scan(() -> true)).isTrue();

    assertThat(paths(SegmentQuery.ALL)).containsExactly("radio-1/z.mp3");
    assertThat(disk.nested()).containsExactly(root.resolve("radio_1"));
  }

  @Test
  void filesThatCameBehindOurBackAreAdded() throws Exception {
    write("new.MP3", 5);
    write("deep/er/new.wav", 6);
    write("notes.txt", 7);
    write(".hidden/x.mp3", 8);
    write("._new.mp3", 9);
    Files.createSymbolicLink(root.resolve("link.mp3"), root.resolve("new.MP3"));

    assertThat(index.scan(() -> true)).isTrue();

    List<RecordedSegment> found = catalogue.segments(SegmentQuery.ALL);
    assertThat(found)
        .extracting(RecordedSegment::path)
        .containsExactly("deep/er/new.wav", "new.MP3");
    assertThat(found).allMatch(s -> s.state() == State.FOUND && !s.missing());
    assertThat(found.get(0).bytes()).hasValue(6);
    assertThat(found.get(0).format()).contains("wav");
  }

  @Test
  void filesThatWereAddedAreDroppedWhenTheyVanishAndUpdatedWhenTheyChange() throws Exception {
    write("new.mp3", 5);
    write("other.mp3", 5);
    index.scan(() -> true);
    Files.delete(root.resolve("new.mp3"));
    write("other.mp3", 9);
    index.scan(() -> true);

    List<RecordedSegment> found = catalogue.segments(SegmentQuery.ALL);
    assertThat(found).extracting(RecordedSegment::path).containsExactly("other.mp3");
    assertThat(found.get(0).bytes()).hasValue(9);
  }

  @Test
  void recordedFilesThatVanishedAreMarkedUntilTheyComeBack() throws Exception {
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    ledger.append(Events.closed("a", "x.mp3", Events.NOON));
    index.scan(() -> true);
    assertThat(catalogue.segments(SegmentQuery.ALL)).allMatch(RecordedSegment::missing);

    write("x.mp3", 10);
    index.scan(() -> true);

    assertThat(catalogue.segments(SegmentQuery.ALL))
        .hasSize(1)
        .allMatch(s -> !s.missing() && s.state() == State.CLOSED);
    assertThat(catalogue.segments(SegmentQuery.ALL).get(0).bytes()).hasValue(160_000);
  }

  @Test
  void aSegmentThatIsMadeWhileTheDiskIsListedIsNotMissing() throws Exception {
    for (int i = 0; i < 600; i++) {
      write(String.format(java.util.Locale.ROOT, "%03d.mp3", i), 1);
    }
    List<Integer> pauses = new ArrayList<>();
    boolean complete =
        index.scan(
            () -> {
              pauses.add(1);
              writeUnchecked("000a/late.mp3");
              ledger.append(Events.opened("a", "000a/late.mp3", Events.NOON));
              return true;
            });

    assertThat(complete).isTrue();
    assertThat(pauses).isNotEmpty();
    assertThat(catalogue.segments(SegmentQuery.ALL.of("a")))
        .hasSize(1)
        .noneMatch(RecordedSegment::missing);
    assertThat(catalogue.counts().found()).isEqualTo(600);
  }

  @Test
  void aScanThatIsStoppedChangesNothing() throws Exception {
    for (int i = 0; i < 600; i++) {
      write(i + ".mp3", 1);
    }
    index.update(null, List.of());

    assertThat(index.scan(() -> false)).isFalse();

    assertThat(catalogue.counts().segments()).isZero();
  }

  @Test
  void aFoundFileThatTheLedgerTellsOfLaterIsItsSegment() throws Exception {
    write("x.mp3", 5);
    index.scan(() -> true);
    ledger.append(Events.opened("a", "x.mp3", Events.NOON));
    index.update(null, List.of());

    RecordedSegment segment = catalogue.segments(SegmentQuery.ALL).get(0);
    assertThat(segment.state()).isEqualTo(State.OPEN);
    assertThat(segment.bytes()).isEmpty();
  }

  private CatalogueIndex index() {
    return new CatalogueIndex(
        file, new LedgerReader(own.resolve("ledger")), disk, new FoundFileReader(root));
  }

  /** Damage is found by the first update, which throws the file away, or by the second. */
  private static void updateAtSecondTry(CatalogueIndex index) throws SQLException, IOException {
    try {
      index.update(null, List.of());
    } catch (SQLException e) {
      index.update(null, List.of());
    }
  }

  private void checkpoint() throws SQLException {
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = file.openToWrite();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> paths(SegmentQuery query) throws IOException {
    return catalogue.segments(query).stream().map(RecordedSegment::path).toList();
  }

  /** All rows but their numbers, sorted. */
  private List<String> content() throws SQLException {
    return content(List.of("segments", "gaps", "titles", "ledger_files"));
  }

  private List<String> content(List<String> tables) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = file.openToRead();
        Statement statement = connection.createStatement()) {
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            rows.add(table + row(row));
          }
        }
      }
    }
    Collections.sort(rows);
    return rows;
  }

  private static String row(ResultSet row) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      if (!row.getMetaData().getColumnName(i).equals("id")) {
        text.append('|').append(row.getString(i));
      }
    }
    return text.toString();
  }

  private void write(String path, int bytes) throws IOException {
    Path target = root.resolve(path);
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[bytes]);
  }

  private void writeUnchecked(String path) {
    try {
      write(path, 1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
