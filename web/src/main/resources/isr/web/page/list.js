// @ts-check
import { recordings, remove } from './api.js';
import { Row } from './row.js';
import { announce, byId, counted, element, settled } from './text.js';

/** Milliseconds after which a recording that was not listed is asked for again. */
const LONGEST_MISS = 10_000;
/** Rows that are looked at again at once. */
const MOST_REFRESHED = 200;

/** @param {import('./api.js').Recording} recording */
function key(recording) {
  return `${recording.root}/${recording.path}`;
}

/** The list of recordings with its filters. */
export class List {
  constructor() {
    /** @type {Row[]} */
    this.rows = [];
    /** @type {Row[]} */
    this.asked = []; // whether to delete them
    this.cursor = '';
    this.matching = 0;
    this.total = 0;
    this.readOnly = false;
    this.loading = new AbortController();
    this.loadingMore = false;
    this.lost = false; // the server could not be reached
    /** @type {Map<string, {count: number, next: number}>} what is being recorded, but is too far down or not known yet */
    this.missed = new Map();
    /** @type {(sources: string[]) => void} */
    this.onSources = () => {};
    const later = settled(() => this.reload(), 150);
    byId('filters').addEventListener('input', later);
    byId('filters').addEventListener('submit', (/** @type {Event} */ e) => e.preventDefault());
    byId('filters').addEventListener('reset', () => setTimeout(() => this.reload()));
    byId('more').addEventListener('click', () => this.more());
    byId('all').addEventListener('change', () => this.selectAll(byId('all').checked));
    // The event of the form, not that of the dialog, which comes late: by then it may have been opened again.
    byId('confirm').querySelector('form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
      if (/** @type {HTMLButtonElement} */ (event.submitter).value === 'delete') this.delete(this.asked);
    });
    byId('delete-selected').addEventListener('click', () => this.confirm(this.selection()));
  }

  parameters() {
    return Object.fromEntries(['query', 'source', 'format', 'from', 'to'].map((id) => [id, byId(id).value.trim()]));
  }

  async reload() {
    this.loading.abort();
    this.loading = new AbortController();
    await this.load({ ...this.parameters(), limit: '50' }, true);
  }

  async more() {
    if (this.loadingMore) return;
    this.loadingMore = true;
    const first = this.rows.length;
    await this.load({ ...this.parameters(), limit: '100', cursor: this.cursor }, false);
    this.loadingMore = false;
    this.rows[first]?.playButton.focus();
  }

  /** @param {Record<string, string>} parameters @param {boolean} fresh */
  async load(parameters, fresh) {
    const { signal } = this.loading;
    try {
      const page = await recordings(parameters, signal);
      const open = fresh ? this.clear() : new Map();
      this.cursor = page.cursor ?? '';
      this.matching = page.matching;
      this.total = page.total;
      const known = new Set(this.rows.map((row) => key(row.recording))); // some that were new are further down already
      for (const recording of page.recordings) {
        if (!known.has(key(recording))) this.add(recording, open);
      }
      open.forEach((row) => { row.stop(); row.node.remove(); });
      this.options('source', page.sources);
      this.options('format', page.formats);
      this.onSources(page.sources);
      this.summary();
    } catch (error) {
      this.lost = fresh && !signal.aborted && error instanceof TypeError;
      if (!signal.aborted) byId('shown').textContent = `Not loaded: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Takes all away. @returns {Map<string, Row>} those that are played, which go on if they come again */
  clear() {
    const open = new Map(this.rows.filter((row) => row.playing).map((row) => [key(row.recording), row]));
    this.rows = [];
    for (const node of [...byId('rows').children]) {
      if (![...open.values()].some((row) => row.node === node)) node.remove();
    }
    return open;
  }

  /** @param {import('./api.js').Recording} recording @param {Map<string, Row>} [open] of which it may be one */
  add(recording, open) {
    const known = open?.get(key(recording));
    open?.delete(key(recording));
    known?.show(recording);
    const row = known ?? new Row(recording, {
      remove: (one) => this.confirm([one]),
      selected: () => this.summary(),
    });
    row.protect(this.readOnly);
    this.rows.push(row);
    byId('rows').append(row.node);
  }

  /** @param {string} id @param {string[]} values */
  options(id, values) {
    const select = byId(id);
    const known = [...select.options].slice(1).map((/** @type {HTMLOptionElement} */ o) => o.value);
    if (known.join('\n') === values.join('\n')) return;
    const chosen = select.value;
    select.replaceChildren(select.options[0], ...values.map((v) => element('option', { value: v }, v)));
    select.value = values.includes(chosen) ? chosen : '';
  }

  summary() {
    const shown = this.rows.length;
    byId('shown').textContent = this.total
      ? `${shown.toLocaleString('en')} of ${this.matching.toLocaleString('en')} shown`
        + (this.matching === this.total ? '' : `, ${this.total.toLocaleString('en')} in all`)
      : 'There are no recordings yet.';
    byId('more').hidden = !this.cursor || shown >= this.matching;
    const chosen = this.selection().length;
    byId('all-label').hidden = this.readOnly || !shown;
    byId('delete-selected').hidden = !chosen;
    byId('delete-selected').textContent = `Delete ${counted(chosen, 'selected recording')}`;
  }

  selection() {
    return this.rows.filter((row) => row.box.checked);
  }

  /** @param {boolean} on */
  selectAll(on) {
    for (const row of this.rows) row.box.checked = on && !row.box.disabled;
    this.summary();
  }

  /** @param {Row[]} chosen */
  confirm(chosen) {
    const dialog = byId('confirm');
    byId('confirm-title').textContent = chosen.length === 1 ? 'Delete this recording?' : `Delete ${chosen.length} recordings?`;
    byId('confirm-text').textContent = chosen.slice(0, 5).map((row) => row.recording.name).join(', ')
      + (chosen.length > 5 ? ` and ${chosen.length - 5} more` : '')
      + '. The files are removed from the disk and can not be brought back.';
    this.asked = chosen;
    dialog.showModal();
  }

  /** One after another: each is told by itself. @param {Row[]} chosen */
  async delete(chosen) {
    const failed = [];
    const { loading } = this;
    for (const row of chosen) {
      try {
        await remove(row.recording);
        this.gone(row, chosen);
      } catch (error) {
        if (/** @type {{status?: number}} */ (error).status === 404) this.gone(row, chosen); // somebody else did
        failed.push(`${row.recording.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    byId('all').checked = false;
    if (loading === this.loading) this.summary();
    else await this.reload(); // it may have been asked for before all were gone
    const deleted = counted(chosen.length - failed.length, 'recording') + ' deleted.';
    announce([deleted, ...failed].join(' '));
    if (failed.length) byId('shown').textContent = [deleted, ...failed].join(' ');
  }

  /** The focus goes to the row that takes its place. @param {Row} row @param {Row[]} chosen */
  gone(row, chosen) {
    const index = this.rows.indexOf(row);
    if (index < 0) return; // another list by now
    const left = this.rows.filter((other) => other === row || !chosen.includes(other));
    const place = left.indexOf(row);
    const next = left[place + 1] ?? left[place - 1];
    row.stop();
    row.node.remove();
    this.rows.splice(index, 1);
    this.matching--;
    this.total--;
    (next ? next.deleteButton.disabled ? next.playButton : next.deleteButton : byId('list')).focus();
  }

  /** What recorders tell: badges, lengths, and files that are new or finished. @param {import('./api.js').Status} status */
  live(status) {
    if (this.lost) {
      this.lost = false;
      this.reload();
      return;
    }
    if (this.readOnly !== status.readOnly) {
      this.readOnly = status.readOnly;
      this.rows.forEach((row) => row.protect(status.readOnly));
      this.summary();
    }
    /** @type {Map<string, import('./api.js').Source>} */
    const growing = new Map();
    for (const source of status.sources) {
      for (const file of source.files) growing.set(`${source.root}/${file}`, source);
    }
    const told = new Set(growing.keys());
    let changed = false;
    for (const row of this.rows) {
      const source = growing.get(key(row.recording));
      growing.delete(key(row.recording));
      changed ||= row.recording.recording && !source;
      if (source) this.grow(row, source, status.time);
    }
    const plain = !Object.values(this.parameters()).some(Boolean);
    const unknown = [...growing.keys()].filter((one) => Date.now() >= (this.missed.get(one)?.next ?? 0));
    if (changed || (plain && unknown.length)) this.refresh(unknown, told);
  }

  /** @param {Row} row @param {import('./api.js').Source} source @param {string} now */
  grow(row, source, now) {
    const bytes = source.files.length === 1 ? source.fileBytes : row.recording.bytes;
    const seconds = source.fileStart ? (Date.parse(now) - Date.parse(source.fileStart)) / 1000 : row.recording.seconds;
    row.show({ ...row.recording, recording: true, bytes, seconds });
  }

  /** Brings new and finished files in without disturbing what is open. @param {string[]} wanted what has begun @param {Set<string>} told what is being recorded */
  async refresh(wanted, told) {
    if (this.refreshing) return;
    this.refreshing = true;
    const { loading } = this;
    try {
      const changed = this.rows.filter((row) => row.recording.recording).length + wanted.length;
      const limit = String(Math.min(MOST_REFRESHED, 50 + changed));
      const page = await recordings({ ...this.parameters(), limit }, loading.signal);
      if (loading !== this.loading || this.loadingMore) return; // another list by now
      const brought = new Set(page.recordings.map(key));
      for (const row of this.rows) {
        const ended = row.recording.recording && !told.has(key(row.recording));
        if (ended && !brought.has(key(row.recording))) row.show({ ...row.recording, recording: false });
      }
      const known = new Map(this.rows.map((row) => [key(row.recording), row]));
      const overlap = page.recordings.findLastIndex((one) => known.has(key(one)));
      if (overlap < 0) this.begin(page.cursor);
      let before = byId('rows').firstChild;
      const last = this.cursor && overlap >= 0 ? overlap : page.recordings.length - 1;
      for (const recording of page.recordings.slice(0, last + 1)) { // what is behind comes with the next page
        const row = known.get(key(recording));
        if (row) {
          row.show(recording);
          before = row.node.nextSibling;
        } else {
          this.add(recording);
          const added = this.rows[this.rows.length - 1];
          byId('rows').insertBefore(added.node, before);
        }
      }
      this.rows.sort((a, b) => (a.node.compareDocumentPosition(b.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      this.miss(wanted, told);
      this.matching = page.matching;
      this.total = page.total;
      this.summary();
    } catch {
      // the next status tries again
    } finally {
      setTimeout(() => { this.refreshing = false; }, 1500);
    }
  }

  /** What lies between a new first page and the list is not known: of the list only what is played stays. @param {string} [cursor] */
  begin(cursor) {
    for (const row of this.rows) if (!row.playing) row.node.remove();
    this.rows = this.rows.filter((row) => row.playing);
    this.cursor = cursor ?? '';
  }

  /** What was asked for in vain is asked for less and less often. @param {string[]} wanted @param {Set<string>} told */
  miss(wanted, told) {
    const listed = new Set(this.rows.map((row) => key(row.recording)));
    for (const one of this.missed.keys()) if (!told.has(one) || listed.has(one)) this.missed.delete(one);
    for (const one of wanted) {
      if (listed.has(one)) continue;
      const count = (this.missed.get(one)?.count ?? 0) + 1;
      this.missed.set(one, { count, next: Date.now() + Math.min(LONGEST_MISS, 1000 * 2 ** count) });
    }
  }
}
