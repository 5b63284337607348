import { byId, element } from '../../offline-page/browser/element.mjs';
import { nodeAt } from './lineage.mjs';

/** @typedef {import('./positions.mjs').Scene} Scene */
/** @typedef {{ readonly left: number, readonly top: number, readonly right: number, readonly bottom: number }} Area */

const holder = byId('bands');
const titles = byId('titles');
const PAD = 14;
/** Room above the cards for the name of their stage. */
const HEADING = 40;
const TITLES = {
  raw: 'Raw data',
  source: 'Sources',
  feature: 'Features',
  label: 'Labels',
  frame: 'Frames',
  model: 'Models',
  prediction: 'Predictions',
  alarms: 'Alarms',
  card: 'Cards',
  comparison: 'Comparisons',
};

/** @param {import('../lineage-page-data.ts').DrawnKind} kind */
export function bandTitle(kind) {
  return TITLES[kind];
}

/** The area that is drawn now, with the names of the stages. @param {Scene} scene @returns {Area} */
export function wholeArea({ boxes, folds }) {
  const all = [...boxes.filter(({ visible }) => visible), ...folds.map((fold) => ({ ...fold, height: 34 }))];
  return {
    left: Math.min(...all.map(({ left }) => left)) - PAD,
    top: Math.min(...all.map(({ top }) => top)) - PAD - HEADING,
    right: Math.max(...all.map(({ left, width }) => left + width)) + PAD,
    bottom: Math.max(...all.map(({ top, height }) => top + height)) + PAD,
  };
}

/** A lane behind the cards of each kind; its name stays in view. @param {Scene} scene */
export function drawBands(scene) {
  const { top, bottom } = wholeArea(scene);
  titles.style.setProperty('--top', `${top}px`);
  /** @type {HTMLElement[]} */
  const headings = [];
  const lanes = /** @type {(keyof typeof TITLES)[]} */ (Object.keys(TITLES)).flatMap((kind) => {
    const own = scene.boxes.filter(({ width }, node) => width > 0 && nodeAt(node).kind === kind);
    if (own.length === 0) return [];
    const left = Math.min(...own.map((box) => box.left)) - PAD;
    const right = Math.max(...own.map((box) => box.left + box.width)) + PAD;
    const title = element('p', {}, [bandTitle(kind), element('span', {}, [own.length.toLocaleString('en')])]);
    title.style.cssText = `left:${left}px;top:${top}px;width:${right - left}px`;
    headings.push(title);
    const lane = element('div', { class: 'band' });
    lane.style.cssText = `left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px`;
    return [lane];
  });
  holder.replaceChildren(...lanes);
  titles.replaceChildren(...headings);
}
