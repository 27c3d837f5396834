package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of the page in a real browser, with a server's answers that the test makes up. */
@RequiresTools({"chromium", "node", "ffmpeg"})
class ListPageIT extends PageInBrowser {
  /** A list of {@code all}, the oldest first, of which those that grow are told by {@code tell}. */
  private static final String PRETEND =
      """
      async () => {
        window.all = [];
        window.made = (i, more) => ({ root: 'r', path: `f${i}`, name: `f${i}`, source: 's', gaps: 0,
          start: new Date(1.7e12 + i * 3.6e6).toISOString(), seconds: 3600, bytes: 1e6,
          format: 'wav', codec: 'pcm', recording: false, state: 'closed', ...more });
        window.until = async (done) => {
          for (let i = 0; i < 200 && !done(); i++) await new Promise((r) => setTimeout(r, 50));
        };
        window.answer = (asked) => {
          const limit = Number(asked.get('limit'));
          const found = [...all].reverse().filter((r) => r.name.includes(asked.get('query') ?? ''));
          const left = found.filter((r) => !asked.get('cursor')
            || Number(r.name.slice(1)) < Number(asked.get('cursor')));
          return { recordings: left.slice(0, limit), matching: found.length, total: all.length,
            cursor: left.length > limit ? left[limit - 1].name.slice(1) : undefined,
            sources: ['s'], formats: ['wav'] };
        };
        window.fetch = async (url, init) => {
          const { pathname, searchParams } = new URL(url);
          if (window.down) throw new TypeError('Failed to fetch');
          if (init?.method === 'DELETE') {
            await new Promise((r) => setTimeout(r, 200));
            all = all.filter((r) => !pathname.endsWith('/' + r.name));
          }
          return new Response(JSON.stringify(searchParams.has('limit') ? answer(searchParams) : {}));
        };
        const { List } = await import('/page/list.js');
        window.list = new List();
        window.tell = (files, readOnly = false) => list.live({ readOnly, time: new Date().toISOString(),
          sources: files.length ? [{ root: 'r', name: 's', files, fileBytes: 1 }] : [] });
        window.names = () => list.rows.map((row) => row.recording.name);
      }
      """;

  @TempDir static Path directory;

  @Override
  protected IsrProcess serve() throws IOException {
    tone(Files.createDirectories(directory.resolve("recordings")).resolve("one.wav"), 1, 1);
    return IsrProcess.start(directory, "serve", "--dir", "recordings", "--port", "0");
  }

  @BeforeEach
  void pretend() {
    page.evaluate(PRETEND);
  }

  /** Eighty are more than a look at what is new brings. */
  @Test
  void leavesNothingOutThatWasRecordedWhileThePageSlept() {
    Object listed =
        page.evaluate(
            """
            async () => {
              for (let i = 0; i < 200; i++) all.push(made(i));
              all[199] = made(199, { recording: true, seconds: 5 });
              await list.reload();
              all[199] = made(199);
              for (let i = 200; i < 280; i++) all.push(made(i));
              tell(['f279']);
              await until(() => names()[0] === 'f279');
              await list.more();
              return [names().length, names().at(-1),
                list.rows.find((row) => row.recording.name === 'f199').length.textContent];
            }
            """);
    assertThat((List<?>) listed).hasSize(3);
    int count = ((Number) ((List<?>) listed).get(0)).intValue();
    assertThat((Object) ((List<?>) listed).get(1)).isEqualTo("f" + (280 - count));
    assertThat((Object) ((List<?>) listed).get(2)).isEqualTo("1:00:00");
  }

  @Test
  void aSearchWhileRecordingsAreDeletedShowsWhatIsLeftAndKeepsTheFocus() {
    Object shown =
        page.evaluate(
            """
            async () => {
              for (let i = 0; i < 20; i++) all.push(made(i));
              await list.reload();
              const deleting = list.delete(list.rows.slice(0, 3));
              document.getElementById('query').value = 'f1';
              document.getElementById('query').focus();
              await list.reload();
              await deleting;
              return [names().join(' '), document.getElementById('shown').textContent,
                document.activeElement.id];
            }
            """);
    assertThat(shown)
        .isEqualTo(List.of("f16 f15 f14 f13 f12 f11 f10 f1", "8 of 8 shown, 17 in all", "query"));
  }

  @Test
  void aRowTellsOfGapsThatCameWhileItWasShownAndWhetherItCanBeDeleted() {
    Object row =
        page.evaluate(
            """
            async () => {
              all = [made(1, { recording: true })];
              await list.reload();
              tell(['f1'], true);
              const hidden = list.rows[0].deleteButton.hidden;
              all = [made(1, { gaps: 3 })];
              tell([]);
              await until(() => !list.rows[0].recording.recording);
              return [hidden, list.rows[0].deleteButton.hidden, list.rows[0].gaps.textContent];
            }
            """);
    assertThat(row).isEqualTo(List.of(true, false, "3 gaps"));
  }

  @Test
  void isLoadedOnceTheServerIsBack() {
    Object names =
        page.evaluate(
            """
            async () => {
              all = [made(1)];
              window.down = true;
              await list.reload();
              window.down = false;
              tell([]);
              await until(() => names().length);
              return names().join(' ');
            }
            """);
    assertThat(names).isEqualTo("f1");
  }
}
