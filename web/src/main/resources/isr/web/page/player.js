// @ts-check
import { streamUrl } from './api.js';
import { element } from './text.js';

/** @typedef {{root: string, path: string, name: string, format?: string, bytes?: number, recording: boolean}} Playable */

/** Of a recording that grows, so many more seconds are worth loading it anew for, or that part of what there was:
 * the server may have to read all of it for that. */
const WORTH = 5;
const WORTH_PART = 1 / 720;
/** So often is looked whether there is more, in milliseconds, and so often in vain. */
const LOOK_AGAIN = 2500;
const LOOKS = 8;
/** So near to its end, in seconds, a place is behind it. */
const EDGE = 0.2;

/** Only one is heard at a time. */
document.addEventListener('play', (event) => {
  for (const other of document.querySelectorAll('audio')) {
    if (other !== event.target) other.pause();
  }
}, true);

/** Plays a recording; one that grows is loaded anew when a place is wanted that it did not have, and at its end. */
export class Player {
  /** @param {Playable} recording */
  constructor(recording) {
    this.recording = recording;
    this.bytes = recording.bytes;
    this.looks = 0;
    this.audio = /** @type {HTMLAudioElement} */ (element('audio', { controls: '', preload: 'metadata', 'aria-label': recording.name }));
    this.text = element('p', { role: 'status' });
    this.audio.addEventListener('ended', () => { this.looks = 0; this.goOn(); });
    this.audio.addEventListener('play', () => clearTimeout(this.timer));
    this.audio.addEventListener('error', () => this.failed());
    this.audio.addEventListener('loadedmetadata', () => { this.text.textContent = ''; });
    this.load();
  }

  load() {
    this.audio.src = this.url();
  }

  url() {
    return streamUrl({ ...this.recording, bytes: this.bytes });
  }

  /** What the server says of why it does not play. */
  async failed() {
    if (!this.audio.hasAttribute('src')) return;
    const answer = await fetch(location.origin + this.url(), { method: 'HEAD' }).catch(() => undefined);
    this.text.textContent = !answer ? 'The server can not be reached.'
      : answer.status === 404 ? 'It is not there any more.'
        : answer.status === 503 ? 'The server is busy; close this, and try again in a moment.'
          : answer.ok ? 'This browser can not play it; download it instead.' : `The server answered ${answer.status}.`;
  }

  /** How long the file is by now, in bytes. */
  async size() {
    const answer = await fetch(location.origin + streamUrl({ ...this.recording, recording: false, format: undefined }), { method: 'HEAD' }).catch(() => undefined);
    return answer?.ok ? Number(answer.headers.get('content-length')) : 0;
  }

  /** Goes to a time. @param {number} time in seconds */
  async seek(time) {
    const { audio } = this;
    if (!this.bytes || !this.recording.recording || !(time > audio.duration - EDGE)) {
      audio.currentTime = time;
      return;
    }
    const plays = !audio.paused && !audio.ended;
    const size = await this.size();
    if (size > this.bytes) this.reload(size, time, plays);
    else audio.currentTime = time;
  }

  /** At the end of what was loaded, with what has come since. */
  async goOn() {
    const { audio, bytes } = this;
    if (!bytes || !this.recording.recording || !audio.ended) return;
    const size = await this.size();
    if (!audio.ended || this.bytes !== bytes) return;
    const more = (size - bytes) * audio.duration / bytes;
    const worth = Math.max(WORTH, audio.duration * WORTH_PART);
    if (more >= worth || (more > EDGE && this.looks >= LOOKS)) this.reload(size, audio.duration, true);
    else if (this.looks++ < LOOKS) this.timer = setTimeout(() => this.goOn(), LOOK_AGAIN);
  }

  /** @param {number} bytes @param {number} time @param {boolean} plays */
  reload(bytes, time, plays) {
    const { audio } = this;
    this.bytes = bytes;
    this.load();
    audio.addEventListener('loadedmetadata', () => {
      audio.currentTime = Math.min(time, audio.duration);
      if (plays) audio.play().catch(() => {});
    }, { once: true });
  }

  /** Lets go of the connection, too. */
  end() {
    clearTimeout(this.timer);
    this.bytes = undefined;
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
  }
}
