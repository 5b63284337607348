import { HISTORIES } from './histories.ts';

/**
 * Histories that another run drew come to their places.
 * Pointing at a node, or reaching it by keyboard, leaves only what it derives from and what derives from it in full
 * ink; over a history it reads out the decision date under the pointer. The page says everything without it.
 */
export const RUN_PAGE_SCRIPT = `
for (const figure of document.querySelectorAll('figure[data-model]')) {
  const drawn = globalThis.${HISTORIES}?.[figure.dataset.model];
  if (drawn) figure.outerHTML = drawn;
}
for (const graph of document.querySelectorAll('svg.graph')) {
  const detail = document.getElementById('node-detail');
  const hint = detail.textContent = 'Point at a node, or tab to it, \
to see what it derives from and what derives from it.';
  const edges = [...graph.querySelectorAll('.edge')].map((edge) => edge.dataset);
  const reach = (id, from, to) => {
    const found = new Set([id]);
    for (const one of found) for (const edge of edges) if (edge[from] === one) found.add(edge[to]);
    return found;
  };
  const show = (node) => {
    const id = node.dataset.id, up = reach(id, 'to', 'from'), down = reach(id, 'from', 'to');
    graph.classList.add('tracing');
    for (const one of graph.querySelectorAll('.node')) one.classList.toggle('hot', \
up.has(one.dataset.id) || down.has(one.dataset.id));
    for (const { classList, dataset } of graph.querySelectorAll('.edge'))
      classList.toggle('hot', (up.has(dataset.to) && up.has(dataset.from)) || (down.has(dataset.from) && \
down.has(dataset.to)));
    detail.textContent = node.dataset.detail;
  };
  const rest = () => { graph.classList.remove('tracing'); detail.textContent = hint; };
  for (const node of graph.querySelectorAll('.node')) {
    node.addEventListener('pointerenter', () => show(node));
    node.addEventListener('pointerleave', rest);
    node.addEventListener('focus', () => show(node));
    node.addEventListener('blur', rest);
  }
}
for (const figure of document.querySelectorAll('figure[data-readings]')) {
  const readings = figure.dataset.readings.split('|'), line = figure.querySelector('.reading');
  for (const plot of figure.querySelectorAll('.plot')) {
    const cross = plot.previousElementSibling, left = plot.x.baseVal.value, width = plot.width.baseVal.value;
    plot.addEventListener('pointermove', (event) => {
      const box = plot.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const at = Math.round(share * (readings.length - 1));
      const place = left + (width * at) / Math.max(1, readings.length - 1);
      cross.setAttribute('x1', place);
      cross.setAttribute('x2', place);
      cross.style.visibility = 'visible';
      line.textContent = readings[at];
    });
    plot.addEventListener('pointerleave', () => {
      cross.style.visibility = 'hidden';
      line.textContent = '';
    });
  }
}
`;
