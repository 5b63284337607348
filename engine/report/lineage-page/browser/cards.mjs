import { byId, element, numberIn, plural } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { bandTitle } from './bands.mjs';
import { pointAt } from './edges.mjs';
import { columnAt, data, isRows, nodeAt, picture, testsOf } from './lineage.mjs';
import { current, toggleColumns, unfold, update } from './state.mjs';

/** @typedef {import('./positions.mjs').Box} Box */
/** @typedef {import('./positions.mjs').Scene} Scene */
/** @typedef {import('./state.mjs').State} State */
/**
 * @typedef {{
 *   readonly root: HTMLElement,
 *   readonly head: HTMLButtonElement,
 *   readonly list: HTMLElement,
 *   readonly fold: HTMLButtonElement,
 *   shown: string,
 * }} CardElements
 */

const holder = byId('cards');
const cards = data.nodes.map((node, number) => makeCard(node, number));
holder.append(...cards.map(({ root }) => root));

/** @param {import('../lineage-page-data.ts').PageNode} node @param {number} number @returns {CardElements} */
function makeCard(node, number) {
  const columns = plural(node.columns.length, 'column');
  const { length } = testsOf(node.first);
  const tests = length === 0 ? '' : ` · ${plural(length, 'test')}`;
  const note = node.kind === 'source' && node.description !== '' ? node.description : columns + tests;
  const head = element(
    'button',
    { class: 'head', type: 'button', tabindex: -1, 'data-place': node.first, title: titleOf(node) },
    [element('span', { class: 'name' }, nameParts(node)), element('span', { class: 'note' }, [note])],
  );
  const fold = element('button', {
    class: 'fold',
    type: 'button',
    tabindex: -1,
    'aria-label': `Columns of ${node.id}`,
    title: 'All columns (o)',
  });
  const list = element('ul', { class: 'columns' });
  const root = element('div', {
    class: `card ${node.kind}`,
    role: 'group',
    'aria-label': node.id,
    'data-node': number,
  });
  root.append(head, fold, list);
  return { root, head, list, fold, shown: '' };
}

/** @param {import('../lineage-page-data.ts').PageNode} node */
function titleOf({ id, description }) {
  return description === '' ? id : `${id}: ${description}`;
}

/**
 * `fred.` soft, `unrate` in ink; what the lane says already is only heard.
 * @param {import('../lineage-page-data.ts').PageNode} node
 */
function nameParts({ id, kind, name }) {
  if (kind !== 'source') return [heard(id.slice(0, -name.length)), name];
  const dot = name.indexOf('.') + 1;
  return [element('span', { class: 'of' }, [name.slice(0, dot)]), name.slice(dot)];
}

/** For those who do not see where a name stands. @param {string} text */
function heard(text) {
  return element('span', { class: 'visually-hidden' }, [text]);
}

/** @param {State} state @param {Scene} scene */
export function placeCards(state, { boxes, folds }) {
  holder.classList.toggle('compact', state.trace === null && picture.detail !== 'columns');
  holder.classList.toggle('index', state.trace === null && picture.detail === 'index');
  for (const [number, card] of cards.entries()) {
    const box = at(boxes, number);
    const { root, head, fold } = card;
    root.hidden = !box.visible;
    if (!box.visible) continue;
    root.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`;
    head.setAttribute('aria-pressed', String(state.focus === nodeAt(number).first));
    fold.setAttribute('aria-expanded', String(box.rows.more === 0));
    fillCard(card, number, box, state);
  }
  for (const old of holder.querySelectorAll('.folded')) old.remove();
  holder.append(...folds.map(foldOf));
}

/** @param {CardElements} card @param {number} number @param {Box} box @param {State} state */
function fillCard(card, number, box, state) {
  const shown = JSON.stringify(box.rows);
  if (shown !== card.shown) {
    card.list.replaceChildren(...listOf(number, box));
    card.shown = shown;
  }
  for (const row of card.list.querySelectorAll('button[data-place]')) {
    const place = Number(row.getAttribute('data-place'));
    row.setAttribute('aria-pressed', String(place === state.focus));
    row.setAttribute('data-side', sideOf(place, state));
  }
}

/** Where a place lies on the path of what is in focus. @param {number} place @param {State} state */
function sideOf(place, { focus, trace }) {
  if (trace === null || place === focus) return '';
  if (trace.up.has(place)) return 'up';
  return trace.down.has(place) ? 'down' : 'none';
}

/** @param {number} number @param {Box} box */
function listOf(number, { rows }) {
  const items = rows.places.map((place) => {
    const column = columnAt(place);
    const { id } = nodeAt(number);
    const words = column === undefined ? ['which rows', heard(` ${id} has`)] : [heard(`${id}.`), column.name];
    const name = element('span', { class: 'name' }, words);
    const type = element('span', { class: 'type' }, [column === undefined ? '' : column.type.toLowerCase()]);
    const attributes = { type: 'button', tabindex: -1, 'data-place': place, title: column?.description || null };
    return element('li', { class: isRows(place) ? 'rows' : null }, [element('button', attributes, [name, type])]);
  });
  if (rows.more === 0) return items;
  const all = element('button', { type: 'button', tabindex: -1, class: 'more' }, [plural(rows.more, 'more column')]);
  return [...items, element('li', {}, [all])];
}

/** @param {import('./positions.mjs').Fold} fold */
function foldOf({ rank, nodes, left, top, width }) {
  const { first, kind } = nodeAt(at(nodes, 0));
  const names = nodes.map((node) => nodeAt(node).id).join(', ');
  const made = element(
    'button',
    { type: 'button', class: 'folded', 'data-rank': rank, 'data-first': first, title: names },
    [`${nodes.length} more ${bandTitle(kind).toLowerCase()}`],
  );
  made.style.cssText = `left:${left}px;top:${top}px;width:${width}px`;
  return made;
}

/** @param {() => Scene} scene @param {(place: number) => void} arrive where the keyboard goes on */
export function listenToCards(scene, arrive) {
  holder.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('button') : null;
    if (target === null) return;
    const node = numberIn(target.closest('.card'), 'data-node');
    const place = numberIn(target, 'data-place');
    if (target.classList.contains('folded')) {
      unfold(Number(target.getAttribute('data-rank')));
      arrive(Number(target.getAttribute('data-first')));
    } else if (place !== undefined) {
      update({ focus: place });
      arrive(place);
    } else if (node !== undefined) toggleColumns(node);
  });
  const over = (/** @type {Event} */ event) => {
    const card = event.target instanceof Element ? event.target.closest('.card') : null;
    markNeighbours(numberIn(card, 'data-node') ?? null, scene());
  };
  holder.addEventListener('pointerover', over);
  holder.addEventListener('focusin', over);
  holder.addEventListener('pointerleave', () => markNeighbours(null, scene()));
  holder.addEventListener('focusout', () => markNeighbours(null, scene()));
}

/** @param {number | null} node @param {Scene} scene */
function markNeighbours(node, scene) {
  const pointed = current().trace === null ? node : null;
  const sides = pointAt(pointed, scene);
  document.body.classList.toggle('pointing', pointed !== null);
  for (const { root } of cards) root.dataset['near'] = '';
  for (const [number, side] of sides) at(cards, number).root.dataset['near'] = side;
  if (pointed !== null) at(cards, pointed).root.dataset['near'] = 'self';
}

/** The button of a place, or that of its card. @param {number} node @param {number} [place] */
export function buttonOf(node, place) {
  const { root, head } = at(cards, node);
  const row = place === undefined ? null : root.querySelector(`button[data-place="${place}"]`);
  return row instanceof HTMLButtonElement ? row : head;
}

/** The buttons of a card from top to bottom. @param {number} node */
export function buttonsOf(node) {
  const all = [...at(cards, node).root.querySelectorAll('button:not(.fold)')];
  return all.flatMap((each) => (each instanceof HTMLButtonElement ? [each] : []));
}
