// @ts-check
/** How numbers and times are written, and how elements are made; texts are only ever text. */

/** 1:02:03, or 2:03. @param {number | undefined} seconds */
export function clock(seconds) {
  if (seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** The wall clock at the recorder: as it was written, not as it would be here. @param {string | undefined} time */
export function wallClock(time) {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(:\d\d)?)/.exec(time ?? '');
  return parts ? `${parts[1]} ${parts[2]}` : 'unknown';
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = one + 's') {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/**
 * An element with a text or children.
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {string} tag @param {Record<string, string | number>} [attributes] @param {...(Node | string)} children */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The element of that id. @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Says something to those who can not see it. @param {string} text */
export function announce(text) {
  byId('announce').textContent = text;
}

/** Calls a function once nothing more has come for a moment. @param {() => void} run @param {number} millis */
export function settled(run, millis) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, millis);
  };
}

/** Only what changed is touched, so that nothing is read out anew. @param {Element} node @param {string} text */
export function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
