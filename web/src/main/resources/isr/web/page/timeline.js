// @ts-check
import { sourceUrl, timeline, titles } from './api.js';
import { CutSteps } from './cut.js';
import { Player } from './player.js';
import { announce, byId, clock, counted, drawn, element, settled, wallClock } from './text.js';

const WIDTH = 1000;
const MAX_LISTED = 300;
/** Milliseconds before and after a gap that are cut with it. */
const AROUND = 10_000;

/** @typedef {{root: string, start: string, end: string, path: string, route?: string, bytes?: number, recording: boolean, missing: boolean}} Span */
/** @typedef {{start: string, seconds: number, cause: string, filled: boolean}} Gap */
/** @typedef {{source: string, time: string, title: string}} Title */
/** @typedef {{source: string, day: string, zone: string, from: string, to: string, spans: Span[], gaps: Gap[], titles: Title[], more?: boolean}} Day */

/** A time, and how it stands in a field.
 * @typedef {{millis: number, day: string, clock: string}} Moment */

/** The timeline of a day of a source. */
export class Timeline {
  constructor() {
    this.today = byId('day-date').value = local(new Date());
    byId('day-toggle').addEventListener('click', () => this.toggle());
    byId('day-form').addEventListener('submit', (/** @type {Event} */ e) => e.preventDefault());
    byId('day-source').addEventListener('change', () => this.load());
    byId('day-date').addEventListener('change', () => this.load());
    byId('day-before').addEventListener('click', () => this.move(-1));
    byId('day-after').addEventListener('click', () => this.move(1));
    /** @type {Day | undefined} */
    this.shown = undefined;
    /** @type {{from?: Moment, to?: Moment}} what was filled in */
    this.filled = {};
    this.playButton = element('button', { type: 'button' }, 'Play from there');
    this.playButton.addEventListener('click', () => this.playTyped());
    byId('day-cut').append(this.playButton);
    this.cut = new CutSteps(byId('day-cut'), () => this.range());
    byId('title-query').addEventListener('input', settled(() => this.load(), 200));
  }

  /** What the form asks for; an end that is not after the start is one of the next day. */
  range() {
    const [from, to] = [byId('day-cut-from').value, byId('day-cut-to').value];
    const span = this.shown?.spans.find((s) => !s.missing);
    if (!from || !to || !this.shown || !span) throw new Error('Give the time at which the cut begins and ends.');
    const begin = this.filled.from?.clock === from ? this.filled.from : undefined;
    const end = this.filled.to?.clock === to ? this.filled.to : undefined;
    const day = begin?.day ?? this.shown.day;
    const next = new Date(day + 'T12:00');
    next.setDate(next.getDate() + 1);
    return {
      base: sourceUrl(span.root, this.shown.source),
      from: begin ? instant(begin) : `${day}T${from}`,
      to: end && (!begin || end.millis > begin.millis) ? instant(end) : `${to > from ? day : local(next)}T${to}`,
      route: byId('day-cut-route').value,
    };
  }

  /** At the time that stands in the form. */
  playTyped() {
    const from = byId('day-cut-from').value;
    const { shown } = this;
    if (!from || !shown) {
      byId('day-player').replaceChildren(element('p', { role: 'status' }, 'Give a time.'));
      return;
    }
    const begin = this.filled.from;
    const typed = begin?.clock === from ? begin.millis : this.millisOf(shown, from);
    this.listen(typed, undefined, 'as typed', true);
  }

  /** When a clock says so on a day that has changes of the clocks. @param {Day} day @param {string} text */
  millisOf(day, text) {
    const [h, m, s] = text.split(':').map(Number);
    const guess = Date.parse(day.from) + (3600 * h + 60 * m + (s || 0)) * 1000;
    const off = (/** @type {number} */ millis) => Date.parse(`${day.day}T${text}Z`) - Date.parse(`${day.day}T${moment(millis, day.zone).clock}Z`);
    return guess + off(guess);
  }

  /** Which day it is at the server, for as long as nobody has looked at another. @param {import('./api.js').Status} status */
  told(status) {
    const { day } = moment(Date.parse(status.time), status.zone);
    if (byId('day').hidden && byId('day-date').value === this.today) byId('day-date').value = day;
    this.today = day;
  }

  /** @param {string[]} names */
  sources(names) {
    const select = byId('day-source');
    if ([...select.options].map((/** @type {HTMLOptionElement} */ o) => o.value).join('\n') === names.join('\n')) return;
    const chosen = select.value;
    select.replaceChildren(...names.map((name) => element('option', { value: name }, name || 'none')));
    if (names.includes(chosen)) select.value = chosen;
  }

  toggle() {
    const open = byId('day').hidden;
    byId('day').hidden = !open;
    byId('day-toggle').setAttribute('aria-expanded', String(open));
    if (open) this.load();
    else this.player?.audio.pause();
  }

  /** @param {number} days */
  move(days) {
    const date = new Date(byId('day-date').value + 'T12:00');
    date.setDate(date.getDate() + days);
    byId('day-date').value = local(date);
    this.load();
  }

  async load() {
    const wanted = byId('title-query').value.trim();
    const turn = this.turn = {}; // an answer to an earlier question is of no use
    try {
      if (wanted) {
        const found = (await titles(wanted)).titles;
        if (this.turn === turn) this.found(found);
      } else if (byId('day-source').value && byId('day-date').value) {
        const day = await timeline(byId('day-source').value, byId('day-date').value);
        if (this.turn === turn) this.day(day);
      }
    } catch (error) {
      if (this.turn !== turn) return;
      this.forget();
      byId('day-lists').replaceChildren();
      byId('day-chart').replaceChildren(element('p', { role: 'status' }, String(error instanceof Error ? error.message : error)));
    }
  }

  /** Another day, or none. */
  forget() {
    this.shown = undefined;
    this.cut.forget();
    byId('day-cut').hidden = true;
    this.player?.end();
    this.player = undefined;
    this.filled = {};
    byId('day-player').replaceChildren();
  }

  /** @param {Day} day */
  day(day) {
    if (this.shown?.source !== day.source || this.shown.day !== day.day) this.forget();
    const picture = chart(day);
    picture.querySelector('svg')?.addEventListener('click', (event) => this.clicked(day, event));
    byId('day-chart').replaceChildren(picture, legend());
    this.shown = day;
    this.cut.forget();
    byId('day-cut').hidden = !day.spans.some((span) => !span.missing);
    const routes = [...new Set(day.spans.map((span) => span.route ?? ''))].sort();
    this.routes(routes.some(Boolean) ? routes : []);
    const lists = [];
    if (day.more) lists.push(element('p', { role: 'status' }, 'There is more of this day than is shown here: what came last is left out.'));
    if (day.gaps.length) {
      lists.push(element('h3', {}, counted(day.gaps.length, 'gap')), list('Gaps', day.gaps.map((gap) => ({
        time: gap.start,
        text: `${gap.seconds ? clock(gap.seconds) + (gap.seconds < 60 ? ` (${gap.seconds.toFixed(2)} s)` : '') : 'bytes'} · ${gap.cause}${gap.filled ? ' · filled with silence' : ''}`,
        hint: 'play what was before it, and cut around it',
        chosen: () => this.around(gap),
      }))));
    }
    if (day.titles.length) {
      lists.push(element('h3', {}, counted(day.titles.length, 'title')), list('Titles', day.titles.map((t, i) => ({
        time: t.time, text: t.title, hint: 'play, and fill in the cut', chosen: () => this.title(i),
      }))));
    }
    byId('day-lists').replaceChildren(...lists);
  }

  /** Which files are cut, where a source has several at a time. @param {string[]} names */
  routes(names) {
    const select = byId('day-cut-route');
    const chosen = select.value;
    select.replaceChildren(...names.map((name) => element('option', { value: name }, name || 'none')));
    if (names.includes(chosen)) select.value = chosen;
    byId('day-cut-route-label').hidden = !names.length;
  }

  /** @param {Title[]} found */
  found(found) {
    byId('day-chart').replaceChildren();
    this.forget();
    byId('day-lists').replaceChildren(element('h3', { role: 'status' }, counted(found.length, 'title') + ' found'),
      list('Titles', found.map((t) => ({ time: t.time, text: `${t.source} · ${t.title}`, hint: 'play, and show its day', chosen: () => this.visit(t) }))));
  }

  /** The day on which a title was played. @param {Title} title */
  async visit(title) {
    byId('title-query').value = '';
    byId('day-source').value = title.source;
    byId('day-date').value = title.time.slice(0, 10);
    await this.load();
    const index = (this.shown?.titles ?? []).findIndex((t) => t.time === title.time && t.title === title.title);
    if (index < 0) {
      announce('That day can not be shown with this title');
      return;
    }
    this.title(index);
    /** @type {HTMLElement | undefined} */ ([...byId('day-lists').querySelectorAll('ul[aria-label=Titles] button')][index])?.focus();
  }

  /** @param {number} index of those of the day */
  title(index) {
    const [title, next] = (this.shown?.titles ?? []).slice(index, index + 2);
    this.listen(Date.parse(title.time), next && Date.parse(next.time), title.title);
  }

  /** @param {Gap} gap */
  around(gap) {
    const start = Date.parse(gap.start);
    const end = start + gap.seconds * 1000;
    const before = this.spanAt(start - 1);
    const from = before ? Math.max(start - AROUND, Date.parse(before.start)) : end;
    this.listen(from, end + AROUND, before ? 'what was before the gap' : 'what was after the gap');
  }

  /** With the mouse, a place of the chart. @param {Day} day @param {MouseEvent} event */
  clicked(day, event) {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
    this.listen(from + (event.clientX - box.left) / box.width * (to - from), undefined, 'what was recorded then');
  }

  /** @param {number} time @returns {Span | undefined} */
  spanAt(time) {
    const route = byId('day-cut-route').value;
    const there = this.shown?.spans.filter((s) => !s.missing && Date.parse(s.start) <= time && time < Date.parse(s.end)) ?? [];
    return there.find((s) => (s.route ?? '') === route) ?? there[0];
  }

  /** Where in its file a time is: what is missing and was not filled takes none there. @param {Span} span @param {number} time */
  secondsIn(span, time) {
    const start = Date.parse(span.start);
    let left = time - start;
    for (const gap of this.shown?.gaps ?? []) {
      const begin = Date.parse(gap.start);
      if (!gap.filled && begin > start && begin < time) left -= Math.min(gap.seconds * 1000, time - begin);
    }
    return left / 1000;
  }

  /**
   * Plays what was recorded at a time, and fills in the cut.
   * @param {number} time in milliseconds
   * @param {number | undefined} until the cut ends then; undefined where that is not known
   * @param {string} what
   * @param {boolean} [keepsEnd] whether the end of the cut stays
   */
  listen(time, until, what, keepsEnd = false) {
    const { zone } = /** @type {Day} */ (this.shown);
    const begin = moment(time, zone);
    const end = until === undefined ? undefined : moment(until, zone);
    const words = `${begin.day} ${begin.clock}`;
    const span = this.spanAt(time);
    this.player?.end();
    this.player = undefined;
    if (!span) {
      byId('day-player').replaceChildren(element('p', { role: 'status' }, `Nothing was recorded at ${words}.`));
      return;
    }
    byId('day-cut-from').value = begin.clock;
    if (!keepsEnd) byId('day-cut-to').value = end?.clock ?? '';
    this.filled = { from: begin, to: keepsEnd ? this.filled.to : end };
    this.cut.forget();
    const name = span.path.slice(span.path.lastIndexOf('/') + 1);
    const player = this.player = new Player({ ...span, name, format: name.slice(name.lastIndexOf('.') + 1) });
    player.audio.addEventListener('loadedmetadata', () => {
      player.audio.currentTime = this.secondsIn(span, time);
      player.audio.play().catch(() => {}); // not allowed
    }, { once: true });
    byId('day-player').replaceChildren(element('p', {}, `${name}, from ${words}: ${what}`), player.audio, player.text);
    announce(`Playing ${name} from ${words}; the cut is filled in`);
  }
}

/** @param {Date} date */
function local(date) {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** What the clock of the server says at a time. @param {number} millis @param {string} zone @returns {Moment} */
function moment(millis, zone) {
  const whole = Math.floor(millis / 1000) * 1000;
  let options = { timeZone: zone === 'Z' ? 'UTC' : zone };
  try {
    new Intl.DateTimeFormat('sv', options);
  } catch {
    options = { timeZone: 'UTC' }; // a zone that the browser does not know
  }
  const day = new Intl.DateTimeFormat('sv', { ...options, dateStyle: 'short' }).format(whole);
  const clock = new Intl.DateTimeFormat('sv', { ...options, timeStyle: 'medium' }).format(whole);
  return { millis: whole, day, clock };
}

/** @param {Moment} of */
function instant(of) {
  return new Date(of.millis).toISOString();
}

/** @param {string} name @param {{time: string, text: string, hint: string, chosen: () => void}[]} lines */
function list(name, lines) {
  const box = element('ul', { class: 'plain scroll', tabindex: '0', 'aria-label': name },
    ...lines.slice(0, MAX_LISTED).map(({ time, text, hint, chosen }) => {
      const button = element('button', { type: 'button', class: 'line', title: hint }, element('time', { datetime: time }, wallClock(time)), text);
      button.addEventListener('click', chosen);
      return element('li', {}, button);
    }));
  if (lines.length > MAX_LISTED) box.append(element('li', {}, `and ${lines.length - MAX_LISTED} more`));
  return box;
}

function legend() {
  return element('p', { class: 'legend', 'aria-hidden': 'true' }, 'blue: recorded · red: gap · dashed: deleted · dots: titles');
}

/** Where a time lies, 0 to WIDTH. @param {Day} day @param {number} time */
export function place(day, time) {
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  return Math.min(WIDTH, Math.max(0, (time - from) / (to - from) * WIDTH));
}

/** @param {Day} day */
function chart(day) {
  const [dayFrom, dayTo] = [Date.parse(day.from), Date.parse(day.to)];
  const recorded = day.spans.reduce((sum, s) => sum + (Math.min(dayTo, Date.parse(s.end)) - Math.max(dayFrom, Date.parse(s.start))) / 1000, 0);
  const text = `${day.source} on ${day.day}: ${counted(day.spans.length, 'recording')}, ${clock(recorded)} in all, ${counted(day.gaps.length, 'gap')}, ${counted(day.titles.length, 'title')}`;
  const svg = drawn('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} 80`, role: 'img', 'aria-label': text, preserveAspectRatio: 'none' });
  for (let hour = 0; hour <= 24; hour += 3) {
    const x = place(day, Date.parse(day.from) + hour * 3600e3);
    svg.append(drawn('line', { class: 'axis', x1: x, x2: x, y1: 0, y2: 62 }));
  }
  for (const span of day.spans) svg.append(bar(day, span.start, Date.parse(span.end), span.missing ? 'gone' : 'span', span.path));
  for (const gap of day.gaps) svg.append(bar(day, gap.start, Date.parse(gap.start) + gap.seconds * 1000, 'gap', gap.cause));
  for (const title of day.titles) {
    svg.append(drawn('circle', { class: 'title', cx: place(day, Date.parse(title.time)), cy: 8, r: 2.5 }, drawn('title', {}, title.title)));
  }
  const hours = element('div', { class: 'hours', 'aria-hidden': 'true' }, ...[0, 3, 6, 9, 12, 15, 18, 21, 24].map((h) => element('span', {}, String(h))));
  return element('div', {}, svg, hours);
}

/** @param {Day} day @param {string} start @param {number} end @param {string} kind @param {string} text */
function bar(day, start, end, kind, text) {
  const x = place(day, Date.parse(start));
  const width = Math.max(2, place(day, end) - x);
  return drawn('rect', { class: kind, x, width, y: 18, height: 40 }, drawn('title', {}, text));
}
