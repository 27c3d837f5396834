// @ts-check
import { fileUrl, partsUrl } from './api.js';
import { CutForm } from './cut.js';
import { closed, opened } from './keys.js';
import { Player } from './player.js';
import { clock, counted, element, size, wallClock } from './text.js';
import { WaveformPanel } from './waveform.js';

/** @typedef {import('./api.js').Recording} Recording */

let made = 0;

/** One recording of the list. */
export class Row {
  /**
   * @param {Recording} recording
   * @param {{remove: (row: Row) => void, selected: () => void}} owner
   */
  constructor(recording, owner) {
    this.recording = recording;
    this.number = ++made;
    this.box = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox', 'aria-label': `Select ${recording.name}` }));
    this.box.addEventListener('change', owner.selected);
    this.badge = element('span', { class: 'rec' }, 'REC');
    this.length = element('span');
    this.bytes = element('span');
    this.coding = element('span');
    this.gaps = element('span', { class: 'gaps' });
    this.playButton = element('button', {
      type: 'button', 'aria-expanded': 'false', 'aria-controls': `player-${this.number}`,
    }, '▶ Play');
    this.playButton.setAttribute('aria-label', `Play ${recording.name}`);
    this.playButton.addEventListener('click', () => this.toggle());
    this.deleteButton = /** @type {HTMLButtonElement} */ (element('button', { type: 'button', class: 'danger', 'aria-label': `Delete ${recording.name}` }, 'Delete'));
    this.deleteButton.addEventListener('click', () => owner.remove(this));
    this.player = element('div', { class: 'player', id: `player-${this.number}` });
    this.player.hidden = true;
    this.node = this.build();
    this.show(recording);
  }

  build() {
    const { recording } = this;
    const download = element('a', { class: 'button', href: fileUrl('/download/', recording), download: '', 'aria-label': `Download ${recording.name}` }, 'Download');
    const facts = element('div', { class: 'facts' },
      element('span', {}, recording.source ?? 'no source'),
      element('time', { datetime: recording.start ?? '' }, wallClock(recording.start)),
      this.length, this.bytes, this.coding, this.gaps);
    const title = element('div', {}, element('span', { class: 'name' }, recording.name), ' ', this.badge, facts);
    return element('li', { 'data-path': recording.path }, this.box, title,
      element('div', { class: 'actions' }, this.playButton, download, this.deleteButton), this.player);
  }

  /** What may change while it grows. @param {Recording} recording */
  show(recording) {
    this.recording = recording;
    this.badge.hidden = !recording.recording;
    this.deleteButton.disabled = recording.recording;
    this.box.disabled = recording.recording;
    this.length.textContent = clock(recording.seconds);
    this.bytes.textContent = size(recording.bytes);
    this.coding.textContent = [recording.format, recording.codec].filter((v, i, all) => v && all.indexOf(v) === i).join(' ');
    this.gaps.textContent = recording.gaps ? counted(recording.gaps, 'gap') : '';
    this.gaps.hidden = !recording.gaps;
  }

  /** Shows whether nothing can be deleted. @param {boolean} on */
  protect(on) {
    this.deleteButton.hidden = on;
    this.box.hidden = on;
  }

  toggle() {
    const open = this.player.hidden;
    this.player.hidden = !open;
    this.playButton.setAttribute('aria-expanded', String(open));
    this.playButton.textContent = open ? '■ Close' : '▶ Play';
    this.playButton.setAttribute('aria-label', `${open ? 'Close' : 'Play'} ${this.recording.name}`);
    if (open) {
      this.play();
    } else {
      this.stop();
    }
  }

  play() {
    const player = this.playing = new Player(this.recording);
    const { audio } = player;
    const base = partsUrl(this.recording);
    const cut = new CutForm(base, this.recording, audio);
    const wave = this.wave = new WaveformPanel(base, this.recording.name, player, cut);
    cut.changed = (from, to) => wave.select(from, to);
    this.player.replaceChildren(audio, player.text, wave.node, cut.form);
    opened({ audio, wave });
    audio.play().catch(() => {}); // not allowed, or told by the error event
  }

  /** Lets go of the connection, too. */
  stop() {
    if (this.playing) {
      closed(this.playing.audio);
      this.wave?.end();
      this.playing.end();
      this.playing = undefined;
    }
    this.player.replaceChildren();
  }
}
