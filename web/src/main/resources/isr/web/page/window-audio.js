// @ts-check

const EVENTS = ['play', 'pause', 'ended', 'timeupdate', 'seeking', 'seeked', 'volumechange', 'ratechange', 'canplay', 'emptied'];

/**
 * A part of what an audio element plays, as if that were all: what wavesurfer.js gets as its media
 * element, so that it can draw a part. Times are seconds.
 */
export class WindowAudio extends EventTarget {
  /** @param {import('./player.js').Player} player @param {AbortSignal} signal ends it */
  constructor(player, signal) {
    super();
    this.player = player;
    const audio = this.audio = player.audio;
    this.from = 0;
    this.to = 0;
    for (const name of EVENTS) audio.addEventListener(name, () => this.dispatchEvent(new Event(name)), { signal });
  }

  /** @param {number} from @param {number} to */
  show(from, to) {
    this.from = from;
    this.to = to;
  }

  get duration() { return this.to - this.from; }

  get currentTime() { return Math.min(this.duration, Math.max(0, this.audio.currentTime - this.from)); }

  set currentTime(time) { this.player.seek(this.from + time); }

  /** It can be sought at once; wavesurfer.js would wait for more, which a paused one may never load. */
  get readyState() { return 4; }

  get paused() { return this.audio.paused; }

  get ended() { return this.audio.ended; }

  get seeking() { return this.audio.seeking; }

  get volume() { return this.audio.volume; }

  get muted() { return this.audio.muted; }

  get playbackRate() { return this.audio.playbackRate; }

  /** Nothing is ever loaded through this. */
  get src() { return ''; }

  get currentSrc() { return ''; }

  canPlayType() { return ''; }

  removeAttribute() {}

  play() { return this.audio.play(); }

  pause() { this.audio.pause(); }
}
