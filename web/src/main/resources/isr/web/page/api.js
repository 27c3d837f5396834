// @ts-check
/** Talks to the server. Errors are thrown with the server's own words. */

/** @typedef {{root: string, path: string, name: string, source?: string, route?: string,
 *   start?: string, seconds?: number, bytes: number, format?: string, codec?: string,
 *   sampleRateHz?: number, channels?: number, gaps: number, recording: boolean, state: string
 * }} Recording */

/** @typedef {{peakDbfs: number, rmsDbfs: number, clips: boolean}} Level */

/** @typedef {{name: string, root: string, description: string, state: string, since: string,
 *   files: string[], fileStart?: string, fileBytes: number, totalBytes: number, codec?: string,
 *   gaps: number, title?: string, message?: string, retryAt?: string, levels?: Level[]}} Source */

/** @typedef {{type: string, time: string, zone: string, readOnly: boolean, threshold: number,
 *   sources: Source[]}} Status */

/**
 * @param {string} url
 * @param {RequestInit} [init]
 */
async function request(url, init = {}) {
  const response = await fetch(location.origin + url, init); // without a password that the page's URL may have
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail || `The server answered ${response.status}.`), { status: response.status });
  }
  return response;
}

/** @param {string} prefix @param {{root: string, path: string}} file */
export function fileUrl(prefix, file) {
  const names = [file.root, ...file.path.split('/')];
  return prefix + names.map(encodeURIComponent).join('/');
}

/** What plays; a growing file as far as it is by now. @param {Recording} file */
export function streamUrl(file) {
  const query = new URLSearchParams();
  if (file.recording && file.bytes !== undefined) query.set('bytes', String(file.bytes));
  if (file.format === 'aac') query.set('container', 'mp4'); // ADTS tells a player no times
  const url = fileUrl('/stream/', file);
  return String(query) ? `${url}?${query}` : url;
}

/** Where cuts of a recording are. @param {Recording} file */
export function partsUrl(file) {
  return fileUrl('/api/recordings/', file);
}

/** Where cuts of a source are. @param {string} root @param {string} source */
export function sourceUrl(root, source) {
  return `/api/sources/${encodeURIComponent(root)}/${encodeURIComponent(source)}`;
}

/** @typedef {{from: number, to: number, exact: boolean, duration: number, bytes?: number, name: string,
 *   type: string, start: string, runs: number,
 *   gaps: {at: number, seconds: number, cause: string, fillable: boolean, filled: boolean}[]}} Plan */

/** What is to be cut; the route where a source has several.
 * @typedef {{base: string, from: string, to: string, route?: string}} Range */

/** What a cut will be. @param {Range} range @returns {Promise<Plan>} */
export async function cutPlan(range) {
  return (await request(`${range.base}/cut-plan?` + rangeParameters(range))).json();
}

/** @param {Range} range @param {string} gaps */
export function cutUrl(range, gaps) {
  const parameters = rangeParameters(range);
  if (gaps) parameters.set('gaps', gaps);
  return `${range.base}/cut?` + parameters;
}

/** @param {Range} range */
function rangeParameters({ from, to, route }) {
  return new URLSearchParams(route ? { from, to, route } : { from, to });
}

/** @typedef {{state: string, progress?: number, version: string, duration: number, growing: boolean, threshold: number,
 *   peakDb: number, rmsDb: number, loud: {from: number, to: number, rmsDb: number}[], loudTotal: number}} Waveform */

/** Begins an analysis, or tells what it found. @param {string} base @param {number | undefined} threshold
 * @param {AbortSignal} signal @returns {Promise<Waveform>} */
export async function waveform(base, threshold, signal) {
  const parameters = threshold === undefined ? '' : `?threshold=${threshold.toFixed(9)}`;
  return (await request(`${base}/waveform${parameters}`, { signal })).json();
}

/** @param {string} base @param {number} from @param {number} to @param {number} points @param {AbortSignal} signal */
export async function waveformPeaks(base, from, to, points, signal) {
  const parameters = { from: from.toFixed(6), to: to.toFixed(6), points: String(points) };
  return (await request(`${base}/waveform-peaks?` + new URLSearchParams(parameters), { signal })).json();
}

/** @param {Record<string, string>} parameters @param {AbortSignal} [signal] */
export async function recordings(parameters, signal) {
  const set = Object.entries(parameters).filter(([, value]) => value);
  return (await request('/api/recordings?' + new URLSearchParams(set), { signal })).json();
}

/** @param {string} source @param {string} day */
export async function timeline(source, day) {
  return (await request('/api/timeline?' + new URLSearchParams({ source, day }))).json();
}

/** @param {string} query */
export async function titles(query) {
  return (await request('/api/titles?' + new URLSearchParams({ query }))).json();
}

/** @returns {Promise<Status>} */
export async function status() {
  return (await request('/api/status')).json();
}

/** @param {{root: string, path: string}} file */
export async function remove(file) {
  await request(fileUrl('/api/files/', file), { method: 'DELETE', headers: { 'X-Isr': '1' } });
}
