// @ts-check
/** What the browser remembers between visits, where it may. */

/** @param {string} key */
export function isStored(key) {
  try {
    return localStorage.getItem(key) !== null;
  } catch { // the user does not want it
    return false;
  }
}

/** @param {string} key @param {boolean} value */
export function store(key, value) {
  try {
    if (value) localStorage.setItem(key, 'yes');
    else localStorage.removeItem(key);
  } catch {
    // the user does not want it
  }
}
