import { inkLines } from './edges.mjs';
import { byId, element, plural } from './element.mjs';
import { columnAt, data, isRows, nameOf, nodeAt, picture, shortName, testsOf } from './lineage.mjs';
import { current, toggleColumns, update } from './state.mjs';

/** @typedef {import('./positions.mjs').Box} Box */
/** @typedef {import('./state.mjs').State} State */
/** @typedef {{ readonly root: HTMLElement, readonly head: HTMLButtonElement, readonly list: HTMLElement, readonly fold: HTMLButtonElement, shown: string }} CardElements */

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
    { class: 'head', type: 'button', tabindex: -1, 'data-place': node.first, title: node.description || null },
    [element('span', { class: 'name' }, breakable(shortName(number))), element('span', { class: 'note' }, [note])],
  );
  head.setAttribute('aria-label', `${node.id}, ${node.kind}, ${columns}${tests.replace(' · ', ', ')}`);
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
  const [left = 0] = picture.cards[number] ?? [];
  root.style.left = `${left}px`;
  return { root, head, list, fold, shown: '' };
}

/** A name that may break after its dots and underscores. @param {string} name */
function breakable(name) {
  return name.split(/(?<=[._])/).flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part]));
}

/** @param {State} state @param {readonly Box[]} boxes */
export function placeCards(state, boxes) {
  for (const [number, card] of cards.entries()) {
    const box = boxes[number];
    if (box === undefined) continue;
    const { root, head, fold } = card;
    root.hidden = !box.visible;
    root.style.left = `${box.left}px`;
    root.style.top = `${box.top}px`;
    root.style.height = `${box.height}px`;
    root.classList.toggle('hot', state.trace?.nodes.has(number) ?? false);
    root.classList.toggle('cold', state.trace !== null && !state.trace.nodes.has(number));
    head.setAttribute('aria-pressed', String(state.focus === nodeAt(number).first));
    fold.setAttribute('aria-expanded', String(box.rows.places.length > 0 && box.rows.more === 0));
    const shown = JSON.stringify(box.rows);
    if (shown !== card.shown) {
      card.list.replaceChildren(...listOf(number, box));
      card.shown = shown;
    }
    for (const row of card.list.querySelectorAll('button[data-place]')) {
      const place = Number(row.getAttribute('data-place'));
      row.setAttribute('aria-pressed', String(place === state.focus));
      const focused = place === state.focus;
      const side =
        focused || !state.trace ? '' : state.trace.up.has(place) ? 'up' : state.trace.down.has(place) ? 'down' : '';
      row.setAttribute('data-side', side);
    }
  }
}

/** @param {number} number @param {Box} box */
function listOf(number, { rows }) {
  const items = rows.places.map((place) => {
    const column = columnAt(place);
    const name = element('span', { class: 'name' }, [column?.name ?? 'which rows']);
    const type = element('span', { class: 'type' }, [column?.type.toLowerCase() ?? '']);
    const label = column === undefined ? `which rows ${nodeAt(number).id} has` : nameOf(place);
    const attributes = {
      type: 'button',
      tabindex: -1,
      'data-place': place,
      'aria-label': label,
      title: column?.description || null,
    };
    return element('li', { class: isRows(place) ? 'rows' : null }, [element('button', attributes, [name, type])]);
  });
  if (rows.more === 0) return items;
  const all = element('button', { type: 'button', tabindex: -1, class: 'more' }, [plural(rows.more, 'more column')]);
  return [...items, element('li', {}, [all])];
}

export function listenToCards() {
  holder.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('button') : null;
    const node = Number(target?.closest('.card')?.getAttribute('data-node') ?? -1);
    if (target === null || node < 0) return;
    const place = target.getAttribute('data-place');
    if (place === null) toggleColumns(node);
    else update({ focus: Number(place) });
  });
  holder.addEventListener('pointerover', (event) => {
    const over = event.target instanceof Element ? event.target.closest('.card') : null;
    inkLines(over === null || current().trace !== null ? null : Number(over.getAttribute('data-node')));
  });
  holder.addEventListener('pointerleave', () => inkLines(null));
}

/** The button of a place, or that of its card. @param {number} node @param {number} [place] */
export function buttonOf(node, place) {
  const card = cards[node];
  const row = place === undefined ? null : card?.root.querySelector(`button[data-place="${place}"]`);
  return row instanceof HTMLButtonElement ? row : card?.head;
}

/** The buttons of a card from top to bottom. @param {number} node */
export function buttonsOf(node) {
  const all = [...(cards[node]?.root.querySelectorAll('button:not(.fold)') ?? [])];
  return all.flatMap((each) => (each instanceof HTMLButtonElement ? [each] : []));
}
