// @ts-check
/** The waveform of a recording and its loud sections, once somebody wants to see them. */
import { waveform, waveformPeaks } from './api.js';
import { isStored, store } from './stored.js';
import { announce, clock, counted, element, set } from './text.js';

/** @typedef {import('./api.js').Waveform} Waveform */
/** @typedef {import('./wave-view.js').WaveView} WaveView */

const ASK_AGAIN = 400;
const LOOK_AGAIN = 5000;
/** After it has grown, for what was written last. */
const LAST_LOOKS = 4;
const CHIPS = 60;
const WANTED = 'isr-waveforms';

let made = 0;

export class WaveformPanel {
  /**
   * @param {string} base where its parts are
   * @param {string} name
   * @param {import('./player.js').Player} player
   * @param {{set: (from: number, to: number) => void, fillIn: (length: number) => void}} cut
   */
  constructor(base, name, player, cut) {
    this.base = base;
    this.name = name;
    this.player = player;
    this.audio = player.audio;
    this.cut = cut;
    this.life = new AbortController();
    this.looks = 0;
    this.chipsShown = CHIPS;
    this.range = { from: 0, to: 0 };
    this.build();
    this.audio.addEventListener('timeupdate', () => this.played(), { signal: this.life.signal });
    if (isStored(WANTED)) this.toggle();
  }

  build() {
    const id = `wave-${++made}`;
    this.toggleButton = element('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': id }, 'Waveform');
    this.toggleButton.addEventListener('click', () => {
      this.toggle();
      store(WANTED, !this.body.hidden); // for the next that is opened
    });
    this.progress = element('progress', { max: '1', value: '0', 'aria-label': `Analysis of ${this.name}` });
    this.progress.hidden = true;
    this.text = element('span', { role: 'status', class: 'wave-state' });
    this.picture = element('div');
    this.figures = element('span', { class: 'wave-figures' });
    this.heading = element('h3', { id: `${id}-title` });
    this.threshold = /** @type {HTMLInputElement} */ (element('input', { type: 'number', step: 'any', min: '-90', max: '0' }));
    this.threshold.addEventListener('change', () => this.changeThreshold());
    this.chips = element('ul', { class: 'chips', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-hint` });
    this.moreButton = element('button', { type: 'button' }, 'More');
    this.moreButton.addEventListener('click', () => { this.chipsShown += 5 * CHIPS; this.listChips(); });
    const hint = element('span', { class: 'hint', id: `${id}-hint` }, 'J and K go to the one before and after; ? for help');
    this.sections = element('div', {}, element('div', { class: 'chips-head' }, this.heading,
      element('label', { class: 'check' }, 'louder than', this.threshold, 'dB'), hint), this.chips, this.moreButton);
    this.body = element('div', { class: 'wave-body', id }, this.picture, this.sections);
    this.body.hidden = true;
    this.sections.hidden = true;
    this.node = element('section', { class: 'wave', 'aria-label': `Waveform of ${this.name}` },
      element('div', { class: 'wave-head' }, this.toggleButton, this.progress, this.text, this.figures), this.body);
  }

  toggle() {
    const open = this.body.hidden;
    this.body.hidden = !open;
    this.toggleButton.setAttribute('aria-expanded', String(open));
    if (open) this.ask();
    else this.pause();
  }

  /** Nothing is asked while it is closed. */
  pause() {
    clearTimeout(this.timer);
    this.turn = undefined;
    this.progress.hidden = true;
    this.say('');
  }

  /** Asks until it is there. */
  async ask() {
    clearTimeout(this.timer);
    if (this.told && document.hidden) { // nobody sees it grow
      this.timer = setTimeout(() => this.ask(), LOOK_AGAIN);
      return;
    }
    const turn = this.turn = {};
    try {
      const told = await waveform(this.base, this.own, this.life.signal);
      if (this.turn !== turn || this.life.signal.aborted) return;
      if (told.state === 'working') {
        this.waiting(told.progress ?? 0);
        this.timer = setTimeout(() => this.ask(), ASK_AGAIN);
      } else {
        await this.ready(told);
        if (this.turn === turn && this.isToBeSeenAgain(told)) this.timer = setTimeout(() => this.ask(), LOOK_AGAIN);
      }
    } catch (error) {
      if (this.turn === turn && !this.life.signal.aborted) this.failed(error);
    }
  }

  /** @param {Waveform} told */
  isToBeSeenAgain(told) {
    if (told.growing) this.looks = LAST_LOOKS;
    return this.looks-- > 0;
  }

  changeThreshold() {
    const good = this.threshold.checkValidity();
    this.threshold.toggleAttribute('aria-invalid', false);
    if (good) {
      this.own = this.threshold.value ? 10 ** (Number(this.threshold.value) / 20) : undefined;
      this.ask();
    } else {
      this.threshold.setAttribute('aria-invalid', 'true');
      this.say('Louder than: give −90 to 0 dB.');
    }
  }

  /** @param {number} progress */
  waiting(progress) {
    this.progress.hidden = false;
    this.progress.setAttribute('value', String(progress));
    this.say('Analysing …');
  }

  /** Read out, once. @param {string} text */
  say(text) {
    set(this.text, text);
  }

  /** @param {unknown} error */
  failed(error) {
    this.progress.hidden = true;
    const unreachable = error instanceof TypeError;
    const passes = unreachable || /** @type {{status?: number}} */ (error).status === 503;
    this.say(unreachable ? 'The server can not be reached; trying again …' : String(error instanceof Error ? error.message : error));
    clearTimeout(this.timer);
    if (passes && !this.body.hidden) this.timer = setTimeout(() => this.ask(), LOOK_AGAIN);
  }

  /** @param {Waveform} told */
  async ready(told) {
    if (!this.view) {
      const { WaveView } = await import('./wave-view.js');
      if (this.life.signal.aborted) return;
      this.view ??= new WaveView(this.player,
        (from, to, points, signal) => waveformPeaks(this.base, from, to, points, signal),
        (from, to) => this.cut.set(from, to),
        (error) => this.failed(error));
      this.picture.append(this.view.node);
      this.view.select(this.range.from, this.range.to);
    }
    const first = !this.told;
    const news = this.told?.version !== told.version || this.told?.threshold !== told.threshold;
    this.told = told;
    this.progress.hidden = true;
    this.say('');
    set(this.figures, `peak ${told.peakDb.toFixed(1)} dB, RMS ${told.rmsDb.toFixed(1)} dB`);
    if (!news) return;
    if (told.growing) this.cut.fillIn(told.duration);
    if (!this.threshold.value) this.threshold.value = String(Math.round(200 * Math.log10(told.threshold)) / 10);
    this.listChips();
    try {
      await this.view.tell(told, this.words(told));
    } catch (error) {
      this.told = undefined; // it was not drawn
      throw error;
    }
    if (first) announce(`Waveform shown, ${counted(told.loudTotal, 'loud section')}`);
  }

  /** For those who do not see it. @param {Waveform} told */
  words(told) {
    return `Waveform of ${this.name}, ${clock(told.duration)} long, peak ${told.peakDb.toFixed(1)} dB, RMS ${told.rmsDb.toFixed(1)} dB, ${counted(told.loudTotal, 'loud section')}`;
  }

  listChips() {
    const { loud, loudTotal } = /** @type {Waveform} */ (this.told);
    this.sections.hidden = false;
    this.heading.textContent = counted(loudTotal, 'loud section')
      + (loudTotal > loud.length ? `, of which the ${loud.length.toLocaleString('en')} loudest are listed` : '');
    const before = this.chips.children.length;
    const at = document.activeElement === this.moreButton ? before
      : [...this.chips.children].findIndex((item) => item.contains(document.activeElement));
    this.chips.replaceChildren(...loud.slice(0, this.chipsShown).map((section) => {
      const button = element('button', { type: 'button' }, `${clock(section.from)} – ${clock(section.to)} `,
        element('small', {}, `${section.rmsDb.toFixed(1)} dB`), element('span', { class: 'visually-hidden' }, ': go there, and fill in the cut'));
      button.addEventListener('click', () => this.choose(section));
      return element('li', {}, button);
    }));
    this.moreButton.hidden = loud.length <= this.chipsShown;
    if (at >= 0) {
      const item = this.chips.children[Math.min(at, this.chips.children.length - 1)];
      /** @type {HTMLElement} */ (item?.firstElementChild ?? this.threshold).focus();
    }
    this.played();
  }

  /** @param {{from: number, to: number}} section */
  choose(section) {
    this.cut.set(section.from, section.to);
    this.go(section);
  }

  /** @param {{from: number, to: number}} section */
  go(section) {
    this.player.seek(section.from);
    this.view?.reveal(section.from);
  }

  /** To the section before or after the place that is played. @param {boolean} forward */
  step(forward) {
    const now = this.audio.currentTime;
    const loud = this.told?.loud ?? [];
    const next = forward ? loud.find((s) => s.from > now + 0.05) : loud.filter((s) => s.from < now - 1).pop();
    if (next) {
      this.go(next);
      announce(`Loud section at ${clock(next.from)}`);
    } else {
      announce(this.told ? `No loud section ${forward ? 'after' : 'before'} this` : 'Show the waveform first');
    }
  }

  /** Marks the section that is played. */
  played() {
    const now = this.audio.currentTime;
    const loud = this.told?.loud ?? [];
    const index = loud.findIndex((s) => now >= s.from && now < s.to);
    if (this.marked === this.chips.children[index]) return;
    this.marked?.firstElementChild?.removeAttribute('aria-current');
    this.marked = this.chips.children[index];
    this.marked?.firstElementChild?.setAttribute('aria-current', 'true');
  }

  /** The range of the cut, as it was typed. @param {number} from @param {number} to */
  select(from, to) {
    this.range = { from, to };
    this.view?.select(from, to);
  }

  end() {
    this.life.abort();
    clearTimeout(this.timer);
    this.view?.end();
  }
}
