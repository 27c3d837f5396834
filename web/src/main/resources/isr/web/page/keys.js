// @ts-check
/** Keys for the recording that plays, and the help that lists them. */
import { isStored, store } from './stored.js';
import { byId } from './text.js';

const OFF = 'isr-keys-off';

/** @typedef {{audio: HTMLAudioElement, wave: import('./waveform.js').WaveformPanel}} Player */

/** @type {Player[]} the one that was opened or begun last is the last */
let players = [];

/** @param {Player} player */
export function opened(player) {
  players.push(player);
  player.audio.addEventListener('play', () => {
    if (players.includes(player)) players = [...players.filter((other) => other !== player), player];
  });
}

/** @param {HTMLAudioElement | undefined} audio */
export function closed(audio) {
  players = players.filter((player) => player.audio !== audio);
}

/** That player, of all, that keys are meant for. */
function current() {
  return [...players].reverse().find((player) => !player.audio.paused) ?? players[players.length - 1];
}

export class Keys {
  constructor() {
    this.on = /** @type {HTMLInputElement} */ (byId('keys-on'));
    this.on.checked = !isStored(OFF);
    this.on.addEventListener('change', () => store(OFF, !this.on.checked));
    byId('help-button').addEventListener('click', () => byId('help').showModal());
    document.addEventListener('keydown', (event) => this.pressed(event));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !this.on.checked || isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (key === '?') {
      event.preventDefault();
      byId('help').showModal();
    } else if (key === '/') {
      event.preventDefault();
      byId('query').focus();
    } else if (key === 'j' || key === 'k') {
      current()?.wave.step(key === 'k');
    }
  }
}

/** Whether the key is for something else. @param {KeyboardEvent} event */
function isTyping(event) {
  const target = /** @type {Element} */ (event.target);
  return document.querySelector('dialog[open]') !== null
    || target.closest('textarea, select, input:not([type=checkbox], [type=radio], [type=range])') !== null;
}
