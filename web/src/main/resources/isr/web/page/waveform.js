// @ts-check
/** The waveform of a recording and its loud sections, once somebody wants to see them. */
import { waveform, waveformPeaks } from './api.js';
import { isStored, store } from './stored.js';
import { announce, clock, counted, element } from './text.js';

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
   * @param {HTMLAudioElement} audio
   * @param {{set: (from: number, to: number) => void}} cut
   */
  constructor(base, name, audio, cut) {
    this.base = base;
    this.name = name;
    this.audio = audio;
    this.cut = cut;
    this.life = new AbortController();
    this.looks = 0;
    this.chipsShown = CHIPS;
    this.range = { from: 0, to: 0 };
    this.build();
    audio.addEventListener('timeupdate', () => this.played(), { signal: this.life.signal });
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
    this.heading = element('h4');
    this.threshold = /** @type {HTMLInputElement} */ (element('input', { type: 'number', step: '1', min: '-90', max: '0', 'aria-describedby': `${id}-hint` }));
    this.threshold.addEventListener('change', () => this.ask());
    this.chips = element('ul', { class: 'chips' });
    this.moreButton = element('button', { type: 'button' }, 'More');
    this.moreButton.addEventListener('click', () => { this.chipsShown += 5 * CHIPS; this.listChips(); });
    const hint = element('span', { class: 'hint', id: `${id}-hint` }, 'J and K play the one before and after; ? for help');
    this.sections = element('div', {}, element('div', { class: 'chips-head' }, this.heading,
      element('label', { class: 'check' }, 'louder than', this.threshold, 'dB'), hint), this.chips, this.moreButton);
    this.body = element('div', { class: 'wave-body', id }, this.picture, this.sections);
    this.body.hidden = true;
    this.sections.hidden = true;
    this.node = element('section', { class: 'wave', 'aria-label': `Waveform of ${this.name}` },
      element('div', { class: 'wave-head' }, this.toggleButton, this.progress, this.text), this.body);
  }

  toggle() {
    const open = this.body.hidden;
    this.body.hidden = !open;
    this.toggleButton.setAttribute('aria-expanded', String(open));
    if (open) this.ask();
    else this.pause();
  }

  /** Nothing is asked while it is not seen. */
  pause() {
    clearTimeout(this.timer);
    this.turn = undefined;
    this.progress.hidden = true;
    this.text.textContent = '';
  }

  /** Asks until it is there. */
  async ask() {
    clearTimeout(this.timer);
    const turn = this.turn = {};
    try {
      const told = await waveform(this.base, this.wantedThreshold());
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

  /** @returns {number | undefined} linear */
  wantedThreshold() {
    return this.threshold.value && this.threshold.checkValidity() ? 10 ** (Number(this.threshold.value) / 20) : undefined;
  }

  /** @param {number} progress */
  waiting(progress) {
    this.progress.hidden = false;
    this.progress.setAttribute('value', String(progress));
    const tenth = Math.floor(progress * 10) * 10;
    const text = `Analysing … ${tenth} %`;
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  /** @param {unknown} error */
  failed(error) {
    this.progress.hidden = true;
    this.text.textContent = String(error instanceof Error ? error.message : error);
  }

  /** @param {Waveform} told */
  async ready(told) {
    if (!this.view) {
      const { WaveView } = await import('./wave-view.js');
      if (this.life.signal.aborted) return;
      this.view ??= new WaveView(this.audio,
        (from, to, points, signal) => waveformPeaks(this.base, from, to, points, signal),
        (from, to) => this.cut.set(from, to));
      this.picture.append(this.view.node);
      this.view.select(this.range.from, this.range.to);
    }
    const news = this.told?.version !== told.version || this.told?.threshold !== told.threshold;
    this.told = told;
    this.progress.hidden = true;
    this.text.textContent = `peak ${told.peakDb?.toFixed(1)} dB, RMS ${told.rmsDb?.toFixed(1)} dB`;
    if (!news) return;
    if (!this.threshold.value) this.threshold.value = String(Math.round(20 * Math.log10(told.threshold)));
    this.listChips();
    await this.view.tell(told, `Waveform of ${this.name}, ${clock(told.duration)} long, peak ${told.peakDb.toFixed(1)} dB, RMS ${told.rmsDb.toFixed(1)} dB, ${counted(told.loudTotal, 'loud section')}`);
  }

  listChips() {
    const { loud, loudTotal } = /** @type {Waveform} */ (this.told);
    this.sections.hidden = false;
    this.heading.textContent = counted(loudTotal, 'loud section');
    const focused = this.chips.contains(document.activeElement) || document.activeElement === this.moreButton;
    const before = this.chips.children.length;
    this.chips.replaceChildren(...loud.slice(0, this.chipsShown).map((section) => {
      const button = element('button', { type: 'button' }, `${clock(section.from)} – ${clock(section.to)} `, element('small', {}, `${section.rmsDb.toFixed(1)} dB`));
      button.setAttribute('aria-label', `${clock(section.from)} to ${clock(section.to)}, ${section.rmsDb.toFixed(1)} dB: play, and fill in the cut`);
      button.addEventListener('click', () => this.choose(section));
      return element('li', {}, button);
    }));
    this.moreButton.hidden = loud.length <= this.chipsShown;
    if (focused) /** @type {HTMLElement | null} */ (this.chips.children[Math.min(before, this.chips.children.length - 1)]?.firstElementChild)?.focus();
    this.played();
  }

  /** @param {{from: number, to: number}} section */
  choose(section) {
    this.cut.set(section.from, section.to);
    this.go(section);
  }

  /** @param {{from: number, to: number}} section */
  go(section) {
    this.audio.currentTime = section.from;
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
