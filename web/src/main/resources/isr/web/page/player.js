// @ts-check
import { streamUrl } from './api.js';
import { element } from './text.js';

/** @typedef {import('./api.js').Recording} Recording */

/** Of a recording that grows, so many more seconds are worth asking for. */
const WORTH = 5;
/** So near to its end a place is behind it. */
const EDGE = 0.2;

/** Only one is heard at a time. */
document.addEventListener('play', (event) => {
  for (const other of document.querySelectorAll('audio')) {
    if (other !== event.target) other.pause();
  }
}, true);

/** Plays a recording; one that grows is loaded anew when a place is wanted that it did not have, and at its end. */
export class Player {
  /** @param {Recording} recording */
  constructor(recording) {
    this.recording = recording;
    this.audio = /** @type {HTMLAudioElement} */ (element('audio', { controls: '', preload: 'metadata', 'aria-label': recording.name }));
    this.audio.addEventListener('ended', () => this.goOn());
    this.audio.addEventListener('play', () => clearTimeout(this.timer));
    this.load();
  }

  load() {
    this.loaded = this.recording;
    this.audio.src = streamUrl(this.recording);
  }

  /** What is known of it by now. @param {Recording} recording */
  show(recording) {
    this.recording = recording;
  }

  hasGrown() {
    return this.loaded?.recording && this.recording.bytes > this.loaded.bytes;
  }

  /** Goes to a time. @param {number} time in seconds */
  seek(time) {
    const { audio } = this;
    if (this.hasGrown() && time > audio.duration - EDGE) this.reload(time, !audio.paused && !audio.ended);
    else audio.currentTime = time;
  }

  /** At the end of what was loaded, with what has come since. */
  goOn() {
    const { audio, recording } = this;
    if (!this.loaded?.recording || !audio.ended) return;
    const more = (recording.seconds ?? 0) - audio.duration;
    if (this.hasGrown() && (more >= WORTH || !recording.recording)) this.reload(audio.duration, true);
    else if (recording.recording) this.timer = setTimeout(() => this.goOn(), 1000);
  }

  /** @param {number} time @param {boolean} plays */
  reload(time, plays) {
    const { audio } = this;
    this.load();
    audio.addEventListener('loadedmetadata', () => {
      audio.currentTime = Math.min(time, audio.duration);
      if (plays) audio.play().catch(() => {});
    }, { once: true });
  }

  /** Lets go of the connection, too. */
  end() {
    clearTimeout(this.timer);
    this.loaded = undefined;
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
  }
}
