// @ts-check
/** A window of a waveform, drawn by wavesurfer.js: zoom, pan, the cursor, and the range of a cut. */
import { exact } from './cut.js';
import { clock, drawn, element, settled } from './text.js';
import Regions from './wavesurfer/regions.esm.js';
import WaveSurfer from './wavesurfer/wavesurfer.esm.js';
import { WindowAudio } from './window-audio.js';

/** The style sheet of wavesurfer.js holds it, and the server allows that one alone. */
const HEIGHT = 128;
/** Seconds; points are of 256 samples, and fewer than some dozens tell nothing. */
const SHORTEST = 0.25;
const ZOOM = 2;
const MAX_POINTS = 4000;
/** A mark with minutes and seconds takes so many pixels; one with hours or fractions takes more. */
const PIXELS_PER_MARK = 52;
const PIXELS_PER_LONG_MARK = 84;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200];
/** So that silence is not drawn as noise. */
const QUIETEST = 0.01;

/** @typedef {{from: number, to: number, channels: {min: number[], max: number[]}[]}} Peaks */
/** @typedef {{duration: number, peakDb: number, loud: {from: number, to: number}[]}} Told */

export class WaveView {
  /**
   * @param {import('./player.js').Player} player
   * @param {(from: number, to: number, points: number, signal: AbortSignal) => Promise<Peaks>} peaks
   * @param {(from: number, to: number) => void} ranged when a range was dragged
   * @param {(error: unknown) => void} failed when what is wanted can not be shown
   */
  constructor(player, peaks, ranged, failed) {
    const audio = this.audio = player.audio;
    this.peaks = peaks;
    this.ranged = ranged;
    this.failed = failed;
    this.held = false;
    this.late = false;
    this.life = new AbortController();
    this.asked = new AbortController();
    this.window = new WindowAudio(player, this.life.signal);
    /** @type {Told} */
    this.told = { duration: 0, peakDb: 0, loud: [] };
    this.range = { from: 0, to: 0 };
    this.goal = { from: 0, to: 0 };
    this.drawing = false;
    this.build();
    audio.addEventListener('timeupdate', () => this.follow(), { signal: this.life.signal });
    this.observer = new ResizeObserver(settled(() => this.resized(), 150));
    this.observer.observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour(), { signal: this.life.signal });
  }

  build() {
    this.canvas = element('div', { class: 'wave-canvas', role: 'img' });
    this.strip = drawn('svg', { class: 'wave-loud', viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.axis = element('div', { class: 'wave-axis', 'aria-hidden': 'true' });
    this.slider = /** @type {HTMLInputElement} */ (element('input', { type: 'range', class: 'wave-slider', 'aria-label': 'Part of the waveform that is shown', min: '0', step: 'any' }));
    this.slider.hidden = true;
    this.slider.addEventListener('input', () => this.move(Number(this.slider.value)));
    this.slider.addEventListener('keydown', (event) => this.slide(event));
    this.inButton = press('+', 'Zoom in', () => this.zoom(1 / ZOOM));
    this.outButton = press('−', 'Zoom out', () => this.zoom(ZOOM));
    this.allButton = press('Whole', 'Show the whole waveform', () => this.show(0, this.told.duration));
    this.text = element('span', { class: 'wave-text' });
    const zoom = element('div', { class: 'wave-zoom', role: 'group', 'aria-label': 'Zoom' }, this.outButton, this.inButton, this.allButton, this.text);
    this.node = element('div', { class: 'wave-view' }, this.canvas, this.strip, this.axis, this.slider, zoom);
    this.canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.canvas.addEventListener('pointerdown', (event) => this.hold(event));
  }

  /** What there is, first or anew; a view of the whole stays one. @param {Told} told @param {string} words for those who do not see it */
  async tell(told, words) {
    const whole = this.goal.from === 0 && this.goal.to >= this.told.duration;
    this.told = told;
    this.canvas.setAttribute('aria-label', words);
    await this.load(this.goal.from, whole ? told.duration : this.goal.to);
  }

  /** @param {number} factor of the seconds that are seen @param {number} [at] the time that stays where it is */
  zoom(factor, at) {
    const { from, to } = this.goal;
    const now = this.audio.currentTime;
    const still = at ?? (now > from && now < to ? now : (from + to) / 2);
    const length = Math.max(SHORTEST, (to - from) * factor);
    const start = still - (still - from) * length / (to - from);
    return this.show(start, start + length);
  }

  /** By parts of what is seen, not of the whole. @param {KeyboardEvent} event */
  slide(event) {
    const by = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, PageUp: 0.9, PageDown: -0.9 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.move(this.goal.from + by * (this.goal.to - this.goal.from));
  }

  /** Another width wants other points and marks. */
  resized() {
    const { clientWidth } = this.canvas;
    if (!this.surfer || !clientWidth || clientWidth === this.width || this.life.signal.aborted) return;
    this.show(this.goal.from, this.goal.to);
  }

  /** @param {number} from */
  move(from) {
    return this.show(from, from + this.goal.to - this.goal.from);
  }

  /** While something is dragged, the window stays; a finger that moves up or down scrolls the page. @param {PointerEvent} down */
  hold(down) {
    this.held = true;
    const over = new AbortController();
    const signal = over.signal;
    /** @type {boolean | undefined} */
    let across = down.pointerType === 'touch' ? undefined : true;
    const moved = (/** @type {PointerEvent} */ event) => {
      const [x, y] = [Math.abs(event.clientX - down.clientX), Math.abs(event.clientY - down.clientY)];
      if (across === undefined && Math.max(x, y) > 3) across = x > y;
      if (!across) event.preventDefault(); // then wavesurfer.js leaves it alone
    };
    const ended = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== down.pointerId) return;
      over.abort();
      setTimeout(() => this.release()); // after wavesurfer.js has told what was dragged
    };
    addEventListener('pointermove', moved, { capture: true, signal });
    addEventListener('pointerup', ended, { signal });
    addEventListener('pointercancel', ended, { signal });
  }

  release() {
    this.held = false;
    if (this.late && !this.life.signal.aborted) this.show(this.goal.from, this.goal.to);
    this.late = false;
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    const { from, to } = this.goal;
    const box = this.canvas.getBoundingClientRect();
    const pixels = event.deltaMode ? 16 : 1; // lines, in Firefox
    if (event.ctrlKey) {
      event.preventDefault();
      const way = Math.max(-60, Math.min(60, event.deltaY * pixels));
      const speed = Math.abs(way) < 20 ? 0.01 : 0.0044; // fingers on a trackpad; a wheel
      this.zoom(Math.exp(way * speed), from + (to - from) * (event.clientX - box.left) / box.width);
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && to - from < this.told.duration) {
      event.preventDefault();
      this.move(from + event.deltaX * pixels / box.width * (to - from));
    }
  }

  /** Shows a window, as near as there is one; tells what goes wrong. @param {number} from @param {number} to */
  async show(from, to) {
    try {
      await this.load(from, to);
    } catch (error) {
      if (this.life.signal.aborted) return;
      this.goal = { from: this.window.from, to: this.window.to }; // what is seen
      this.failed(error);
    }
  }

  /** @param {number} from @param {number} to */
  async load(from, to) {
    const { duration } = this.told;
    const length = Math.min(duration, Math.max(SHORTEST, to - from));
    const start = Math.max(0, Math.min(from, duration - length));
    this.goal = { from: start, to: start + length };
    if (this.held) {
      this.late = true;
      return;
    }
    this.asked.abort();
    this.asked = new AbortController();
    this.width = this.canvas.clientWidth;
    const points = Math.min(MAX_POINTS, Math.max(200, Math.round(this.width * devicePixelRatio)));
    try {
      const peaks = await this.peaks(start, start + length, points, this.asked.signal);
      if (this.life.signal.aborted) return;
      if (this.held) this.late = true;
      else await this.draw(peaks, start, start + length);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'AbortError') throw error;
    }
  }

  /** @param {Peaks} peaks @param {number} from @param {number} to */
  async draw(peaks, from, to) {
    this.window.show(from, to);
    const drawnPeaks = lines(peaks, 1 / Math.max(QUIETEST, 10 ** (this.told.peakDb / 20)));
    if (this.surfer) {
      await this.surfer.load('', drawnPeaks, to - from);
      this.mark();
    } else {
      this.begin(drawnPeaks, to - from);
    }
    this.window.dispatchEvent(new Event('timeupdate')); // the cursor
    this.drawLoud(from, to);
    this.drawAxis(from, to);
    const whole = to - from >= this.told.duration;
    if (whole && document.activeElement === this.slider) this.inButton.focus();
    this.slider.hidden = whole;
    this.slider.max = String(this.told.duration - (to - from));
    if (this.goal.from === from) this.slider.value = String(from); // else it is further already
    this.slider.setAttribute('aria-valuetext', `from ${exact(from)} to ${exact(to)}`);
    this.allButton.setAttribute('aria-disabled', String(whole)); // disabled, it would lose the focus
    this.outButton.setAttribute('aria-disabled', String(whole));
    this.inButton.setAttribute('aria-disabled', String(to - from <= SHORTEST));
    this.place();
    this.text.textContent = `${exact(from)} to ${exact(to)}`;
  }

  /** @param {number[][]} peaks @param {number} duration */
  begin(peaks, duration) {
    this.regions = Regions.create();
    this.surfer = WaveSurfer.create({
      container: this.canvas,
      media: /** @type {any} */ (this.window),
      height: HEIGHT,
      peaks,
      duration,
      cursorWidth: 2,
      plugins: [this.regions],
      ...this.colours(),
    });
    this.regions.on('region-created', (/** @type {any} */ region) => this.dragged(region));
    this.regions.on('region-updated', (/** @type {any} */ region, /** @type {string} */ side) => this.changed(region, side));
    this.surfer.once('ready', () => {
      this.selecting = this.regions?.enableDragSelection({ color: this.rangeColour() });
      this.mark();
    });
  }

  colours() {
    const style = getComputedStyle(this.canvas);
    return {
      waveColor: style.getPropertyValue('--span'),
      progressColor: style.getPropertyValue('--soft'),
      cursorColor: style.getPropertyValue('--ink'),
    };
  }

  rangeColour() {
    return `color-mix(in srgb, ${getComputedStyle(this.canvas).getPropertyValue('--accent')} 18%, transparent)`;
  }

  recolour() {
    this.surfer?.setOptions(this.colours());
    this.selecting?.();
    this.selecting = this.regions?.enableDragSelection({ color: this.rangeColour() });
    this.mark();
  }

  /** The range of the cut. @param {number} from @param {number} to nothing, unless it is after that */
  select(from, to) {
    this.range = { from, to };
    this.mark();
  }

  /** Draws what is seen of the range. */
  mark() {
    if (!this.regions || !this.surfer) return;
    this.drawing = true;
    this.regions.clearRegions();
    const { from, to } = this.window;
    const [start, end] = [Math.max(from, this.range.from), Math.min(to, this.range.to)];
    if (end > start) {
      const region = this.regions.addRegion({ start: start - from, end: end - from, color: this.rangeColour(), drag: false });
      region.element.style.pointerEvents = 'none'; // a range can be marked anew within it
      handle(region.element, 'left', start === this.range.from);
      handle(region.element, 'right', end === this.range.to);
    }
    this.drawing = false;
  }

  /** A new one. @param {{start: number, end: number}} region */
  dragged(region) {
    if (this.drawing) return;
    this.chosen(this.window.from + region.start, this.window.from + region.end);
  }

  /** @param {{start: number, end: number}} region @param {string} [side] that was moved */
  changed(region, side) {
    const { from } = this.window;
    if (side === 'start') this.chosen(from + region.start, this.range.to);
    if (side === 'end') this.chosen(this.range.from, from + region.end);
  }

  /** @param {number} from @param {number} to */
  chosen(from, to) {
    this.select(from, to);
    this.ranged(from, to);
  }

  /** The cursor is not shown where the place is outside of the window. */
  place() {
    const now = this.audio.currentTime;
    this.canvas.classList.toggle('elsewhere', now < this.window.from || now > this.window.to);
  }

  /** Turns the page when the cursor leaves it at the end, while it plays. */
  follow() {
    this.place();
    const now = this.audio.currentTime;
    const { from, to } = this.goal;
    const left = this.last !== undefined && this.last < to && this.last >= from && now >= to && now < to + 2;
    this.last = now;
    if (left && !this.audio.paused && to < this.told.duration) this.move(now);
  }

  /** Shows the window around a time, unless it is seen. @param {number} time */
  reveal(time) {
    const { from, to } = this.goal;
    if (time < from || time >= to) this.move(time - (to - from) / 10);
  }

  /** @param {number} from @param {number} to */
  drawLoud(from, to) {
    const x = (/** @type {number} */ time) => Math.min(1000, Math.max(0, (time - from) / (to - from) * 1000));
    const seen = this.told.loud.filter((loud) => loud.to > from && loud.from < to);
    this.strip.replaceChildren(...seen.map((loud) => drawn('rect', { x: x(loud.from), width: Math.max(2, x(loud.to) - x(loud.from)), y: 0, height: 10 })));
  }

  /** @param {number} from @param {number} to */
  drawAxis(from, to) {
    const long = (/** @type {number} */ step) => step < 1 || to >= 3600;
    const room = (/** @type {number} */ step) => this.canvas.clientWidth / (long(step) ? PIXELS_PER_LONG_MARK : PIXELS_PER_MARK);
    const step = STEPS.find((s) => (to - from) / s <= Math.max(2, room(s))) ?? 86400;
    const marks = [];
    for (let i = Math.ceil(from / step); i * step <= to; i++) {
      const place = (i * step - from) / (to - from);
      const mark = element('span', { class: (1 - place) * this.canvas.clientWidth < (long(step) ? 72 : 36) ? 'last' : '' }, step < 1 ? exact(i * step) : clock(i * step));
      mark.style.left = `${place * 100}%`;
      marks.push(mark);
    }
    this.axis.replaceChildren(...marks);
  }

  end() {
    this.asked.abort();
    this.life.abort();
    this.observer.disconnect();
    this.surfer?.destroy();
  }
}

/** Only an end that is seen can be moved. @param {HTMLElement} region @param {string} side @param {boolean} moves */
function handle(region, side, moves) {
  const found = /** @type {HTMLElement | null} */ (region.querySelector(`[part~="region-handle-${side}"]`));
  if (!moves) found?.remove();
  else if (found) found.style.pointerEvents = 'auto';
}

/** What is drawn above and below the middle: of one channel its extremes, of two each its own. @param {Peaks} peaks @param {number} scale */
function lines(peaks, scale) {
  const limited = (/** @type {number} */ value) => Math.min(1, Math.max(-1, value * scale));
  const size = (/** @type {{min: number[], max: number[]}} */ c) => c.max.map((max, i) => limited(Math.max(max, -c.min[i])));
  if (peaks.channels.length === 2) return peaks.channels.map(size);
  const [first, ...others] = peaks.channels;
  const extreme = (/** @type {'min' | 'max'} */ key, /** @type {(a: number, b: number) => number} */ of) =>
    first[key].map((value, i) => limited(others.reduce((sum, channel) => of(sum, channel[key][i]), value)));
  return [extreme('max', Math.max), extreme('min', Math.min)];
}

/** @param {string} text @param {string} label @param {() => void} action */
function press(text, label, action) {
  const button = element('button', { type: 'button', 'aria-label': label }, text);
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') action();
  });
  return button;
}
