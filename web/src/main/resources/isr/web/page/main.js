// @ts-check
import { Keys } from './keys.js';
import { List } from './list.js';
import { Live, Panel } from './live.js';
import { Timeline } from './timeline.js';

const list = new List();
new Keys();
const panel = new Panel();
const timeline = new Timeline();
list.onSources = (names) => timeline.sources(names);
list.reload();
new Live((status) => {
  panel.show(status);
  list.live(status);
  timeline.told(status);
});
