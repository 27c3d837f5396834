// @ts-check
import { status } from './api.js';
import { byId, clock, counted, drawn, element, set, size } from './text.js';

/** @typedef {import('./api.js').Source} Source */
/** @typedef {import('./api.js').Status} Status */

/** Between two questions, while there is no WebSocket. */
const WAIT = 2000;
/** While the server can not be reached. */
const LONGEST_WAIT = 30_000;

/** Hears how the sources are doing: over a WebSocket, and by asking while there is none. */
export class Live {
  /** @param {(status: Status) => void} listener */
  constructor(listener) {
    this.listener = listener;
    this.wait = WAIT;
    this.connect();
    document.addEventListener('visibilitychange', () => this.visibility());
  }

  connect() {
    clearTimeout(this.timer);
    this.socket?.close(); // it is over already, or was begun twice
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
    this.socket = socket;
    socket.addEventListener('message', (event) => {
      this.wait = WAIT;
      const message = JSON.parse(event.data);
      if (message.type === 'status') this.told(message);
    });
    socket.addEventListener('close', () => {
      if (this.socket === socket) this.poll();
    });
  }

  async poll() {
    if (document.hidden) return;
    try {
      this.told(await status());
      this.wait = WAIT;
    } catch {
      byId('connection').textContent = 'No connection to the server; trying again …';
      this.wait = Math.min(LONGEST_WAIT, this.wait * 1.5);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (!document.hidden) this.connect(); }, this.wait);
  }

  /** A page that nobody sees asks for nothing. */
  visibility() {
    if (document.hidden) {
      const { socket } = this;
      clearTimeout(this.timer);
      this.socket = undefined;
      socket?.close();
    } else if (!this.socket) {
      this.connect();
    }
  }

  /** @param {Status} message */
  told(message) {
    const time = Date.parse(message.time);
    if (this.heard !== undefined && time < this.heard && this.heard - time < 60_000) return; // an answer that was late
    this.heard = time;
    const recording = message.sources.filter((s) => s.state === 'recording').length;
    const text = recording ? `${counted(recording, 'source')} recording` : 'Nothing is being recorded';
    set(byId('connection'), text);
    set(byId('zone'), `Times are those of ${message.zone}.`);
    this.listener(message);
  }
}

/** The panel of sources. */
export class Panel {
  constructor() {
    /** @type {Map<string, SourceCard>} */
    this.cards = new Map();
  }

  /** @param {Status} message */
  show(message) {
    const keys = message.sources.map((s) => `${s.root}/${s.name}`);
    for (const [key, card] of this.cards) {
      if (!keys.includes(key)) {
        card.node.remove();
        this.cards.delete(key);
      }
    }
    message.sources.forEach((source, i) => {
      const card = this.cards.get(keys[i]) ?? new SourceCard(source.name);
      if (!this.cards.has(keys[i])) byId('sources').append(card.node);
      this.cards.set(keys[i], card);
      card.show(source, message.time);
    });
    byId('live').hidden = message.sources.length === 0;
  }
}

class SourceCard {
  /** @param {string} name */
  constructor(name) {
    this.state = element('span');
    this.facts = element('div', { class: 'facts' });
    this.title = element('div', { class: 'title' });
    this.message = element('div', { class: 'state' });
    this.meters = element('div');
    this.node = element('li', {},
      element('div', { class: 'head' }, element('span', { class: 'name' }, name), this.state),
      this.title, this.message, this.facts, this.meters);
  }

  /** @param {Source} source @param {string} now */
  show(source, now) {
    const recording = source.state === 'recording';
    this.state.className = recording ? 'rec' : 'state';
    set(this.state, recording ? 'REC' : words(source, now));
    set(this.title, source.title ?? '');
    set(this.message, source.message ?? '');
    const elapsed = source.fileStart ? (Date.parse(now) - Date.parse(source.fileStart)) / 1000 : 0;
    set(this.facts, [clock(elapsed), size(source.fileBytes), source.codec, counted(source.gaps, 'gap')].filter(Boolean).join(' · '));
    this.meter(source.levels ?? []);
  }

  /** @param {import('./api.js').Level[]} levels */
  meter(levels) {
    while (this.meters.children.length > levels.length) this.meters.lastElementChild?.remove();
    levels.forEach((level, i) => {
      if (!this.meters.children[i]) this.meters.append(meter(i));
      const node = this.meters.children[i];
      node.classList.toggle('clips', level.clips);
      node.querySelector('rect')?.setAttribute('width', String(Math.max(0, 100 + level.peakDbfs * 100 / 60)));
      set(node.children[2], level.peakDbfs <= -120 ? 'silent' : `${level.peakDbfs.toFixed(1)} dB`);
    });
  }
}

/** @param {number} channel */
function meter(channel) {
  const bar = drawn('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, drawn('rect', { height: 10, width: 0 }));
  return element('div', { class: 'meter' }, element('span', {}, String(channel + 1)), bar, element('span'));
}

/** @param {Source} source @param {string} now */
function words(source, now) {
  if (source.state === 'waiting' && source.retryAt) {
    return `retrying in ${Math.max(0, Math.round((Date.parse(source.retryAt) - Date.parse(now)) / 1000))} s`;
  }
  return source.state.replace('_', ' ');
}
