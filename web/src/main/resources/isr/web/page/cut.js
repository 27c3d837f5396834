// @ts-check
/** Cutting: a form that plans a cut, tells what is missing in it, and downloads it. */
import { cutPlan, cutUrl } from './api.js';
import { announce, clock, counted, element, size } from './text.js';

/** @typedef {import('./api.js').Plan} Plan */

let made = 0;

/** Seconds of `75`, `1:15` or `1:02:03.5`; undefined when it is none. @param {string} text */
export function seconds(text) {
  const parts = /^(?:(?:(\d{1,4}):)?(\d{1,5}):)?(\d{1,7}(?:[.,]\d{1,9})?)$/.exec(text.trim());
  if (!parts) return undefined;
  const [h, m, s] = [Number(parts[1] ?? 0), Number(parts[2] ?? 0), Number(parts[3].replace(',', '.'))];
  if ((parts[2] !== undefined && s >= 60) || (parts[1] !== undefined && m >= 60)) return undefined;
  return 3600 * h + 60 * m + s;
}

/** As it is typed, to the thousandth. @param {number} time */
export function exact(time) {
  const thousandths = Math.round(time * 1000) % 1000;
  const whole = clock(Math.round(time * 1000) / 1000);
  return thousandths ? `${whole}.${String(thousandths).padStart(3, '0')}` : whole;
}

/** What follows the fields: the plan, what is missing, and the download. */
export class CutSteps {
  /**
   * @param {HTMLFormElement} form
   * @param {() => import('./api.js').Range} range throws an Error that is told
   */
  constructor(form, range) {
    this.form = form;
    this.range = range;
    this.told = '';
    this.turn = 0; // an answer to an earlier question is of no use
    this.asking = false;
    this.button = element('button', { type: 'submit' }, 'Download cut');
    this.gaps = element('div', { class: 'cut-gaps' });
    this.gaps.hidden = true;
    this.text = element('p', { role: 'status', class: 'cut-text' });
    form.append(this.button, this.gaps, this.text);
    form.addEventListener('submit', (event) => { event.preventDefault(); this.submit(); });
    form.addEventListener('input', (event) => { if (!this.gaps.contains(/** @type {Node} */ (event.target))) this.forget(); });
  }

  /** Another range: what was told is of no use. */
  forget() {
    this.told = '';
    this.turn++;
    this.asking = false;
    this.gaps.hidden = true;
    this.gaps.replaceChildren();
    this.text.textContent = '';
    this.button.textContent = 'Download cut';
  }

  async submit() {
    if (this.asking) return;
    const turn = ++this.turn;
    try {
      const range = this.range();
      const key = JSON.stringify(range);
      if (this.told !== key) {
        this.text.textContent = 'Looking …';
        this.asking = true;
        const plan = await cutPlan(range);
        if (turn !== this.turn) return;
        this.asking = false;
        this.text.textContent = summary(plan);
        if (plan.gaps.length) {
          this.tell(plan);
          this.told = key;
          return;
        }
      }
      const chosen = /** @type {HTMLInputElement | null} */ (this.gaps.querySelector('input:checked'));
      download(cutUrl(range, chosen?.value ?? ''));
      announce('The download has begun');
      this.button.focus();
    } catch (error) {
      if (turn !== this.turn) return;
      this.asking = false;
      this.text.textContent = String(error instanceof Error ? error.message : error);
    }
  }

  /** Before a download with gaps. @param {Plan} plan */
  tell(plan) {
    const name = `cut-gaps-${++made}`;
    const list = element('ul', { class: 'plain' }, ...plan.gaps.slice(0, 50).map((gap) => element('li', {},
      `${gap.seconds < 60 ? gap.seconds.toFixed(2) + ' s' : clock(gap.seconds)} missing at ${exact(gap.at)}: ${gap.cause}${gap.filled ? ' (silence, as recorded)' : ''}`)));
    const parts = [element('p', {}, counted(plan.gaps.length, 'gap') + ' in this range:'), list];
    const filled = plan.gaps.some((gap) => gap.filled);
    if (filled || plan.gaps.some((gap) => gap.fillable)) {
      parts.push(element('fieldset', {}, element('legend', {}, 'What is missing'),
        choice(name, 'close', 'is closed up', !filled), choice(name, 'fill', 'is silence of the same length', filled)));
    } else {
      parts.push(element('p', {}, plan.gaps.length > 1 ? 'They are closed up: this format can not hold silence.' : 'It is closed up: this format can not hold silence.'));
    }
    this.gaps.replaceChildren(...parts);
    this.gaps.hidden = false;
    this.button.textContent = 'Download all the same';
    this.button.focus();
  }
}

/** @param {string} name @param {string} value @param {string} text @param {boolean} checked */
function choice(name, value, text, checked) {
  const input = element('input', { type: 'radio', name, value });
  if (checked) input.setAttribute('checked', '');
  return element('label', { class: 'check' }, input, text);
}

/** @param {Plan} plan */
function summary(plan) {
  const parts = [`${exact(plan.duration)} long`];
  if (plan.bytes) parts.push(size(plan.bytes));
  if (!plan.exact) parts.push('on whole frames, as the format allows');
  if (plan.runs > 1) parts.push(`${plan.runs} files in a zip, as the format changes within`);
  return `${plan.name}: ${parts.join(', ')}`;
}

/** @param {string} url */
function download(url) {
  const link = element('a', { href: url, download: '' });
  document.body.append(link);
  link.click();
  link.remove();
}

/** The form of one recording. */
export class CutForm {
  /**
   * @param {string} base where its parts are
   * @param {import('./api.js').Recording} recording
   * @param {HTMLAudioElement} audio
   */
  constructor(base, recording, audio) {
    const { name } = recording;
    const id = ++made;
    this.form = /** @type {HTMLFormElement} */ (element('form', { class: 'filters cut', 'aria-label': `Cut ${name}`, novalidate: '' }));
    this.from = field(id, 'from', 'Cut from', '0:00');
    this.to = field(id, 'to', 'to', '');
    this.length = element('span', { class: 'cut-length' });
    this.given = false; // a range that nobody gave is not marked
    /** @type {(from: number, to: number) => void} a range of NaN is none */
    this.changed = () => {};
    this.form.append(this.from.label, mark('Start here', this.from, audio), this.to.label, mark('End here', this.to, audio), this.length);
    this.form.addEventListener('input', () => { this.given = true; this.tell(); });
    audio.addEventListener('durationchange', () => this.fillIn(recording.recording ? audio.duration : recording.seconds ?? audio.duration));
    new CutSteps(this.form, () => {
      const [from, to] = [value(this.from), value(this.to)];
      if (to <= from) throw fault(this.to, 'The end has to be after the start.');
      return { base, from: String(from), to: String(to) };
    });
  }

  /** The end, also of what has grown, unless somebody gave another one. @param {number} length */
  fillIn(length) {
    const own = this.to.input.value && this.to.input.value !== this.filledIn;
    if (own || !Number.isFinite(length)) return;
    this.to.input.value = this.filledIn = exact(Math.floor(length * 1000) / 1000);
    this.tell();
  }

  /** Fills it in, to the thousandth of a second. @param {number} from @param {number} to */
  set(from, to) {
    this.from.input.value = exact(from);
    this.to.input.value = exact(to);
    this.to.input.removeAttribute('aria-invalid');
    this.from.input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Tells what is in it by now. */
  tell() {
    const [from, to] = [seconds(this.from.input.value), seconds(this.to.input.value)];
    const good = from !== undefined && to !== undefined && to > from;
    this.length.textContent = good ? `${exact(to - from)} long` : '';
    this.changed(good && this.given ? from : NaN, good && this.given ? to : NaN);
  }
}

/** @typedef {{input: HTMLInputElement, label: HTMLElement}} Field */

/** @param {number} id @param {string} key @param {string} text @param {string} initial @returns {Field} */
function field(id, key, text, initial) {
  const input = /** @type {HTMLInputElement} */ (element('input', {
    id: `cut-${key}-${id}`, autocomplete: 'off', placeholder: 'm:ss', value: initial, size: '9', 'aria-description': 'seconds, m:ss or h:mm:ss',
  }));
  input.addEventListener('input', () => input.removeAttribute('aria-invalid'));
  input.addEventListener('change', () => {
    const time = seconds(input.value);
    if (time !== undefined) input.value = exact(time);
  });
  return { input, label: element('label', {}, text, input) };
}

/** @param {string} text @param {Field} to @param {HTMLAudioElement} audio */
function mark(text, to, audio) {
  const button = element('button', { type: 'button' }, text);
  button.addEventListener('click', () => {
    to.input.value = exact(audio.currentTime);
    to.input.removeAttribute('aria-invalid');
    to.input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return button;
}

/** @param {Field} of */
function value(of) {
  const time = seconds(of.input.value);
  if (time === undefined) throw fault(of, 'Give a time in seconds, m:ss or h:mm:ss.');
  return time;
}

/** @param {Field} of @param {string} text */
function fault(of, text) {
  of.input.setAttribute('aria-invalid', 'true');
  of.input.focus();
  return new Error(text);
}
