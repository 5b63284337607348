import { byId } from '../../offline-page/browser/element.mjs';
import { cameraNow, fitInto, glide } from './camera.mjs';

/** What the style sheet's margins and the heading leave of a landscape page, A4 or Letter. */
const PAGE = { width: 960, height: 560 };

/**
 * The picture as large as a page, then everything that the panel says.
 * @param {() => import('./bands.mjs').Area} area
 */
export function listenForPrint(area) {
  let before = cameraNow();
  addEventListener('beforeprint', () => {
    before = cameraNow();
    const { left, top, right, bottom } = area();
    const scale = Math.min(1, PAGE.width / (right - left), PAGE.height / (bottom - top));
    const height = Math.ceil((bottom - top) * scale) + 20;
    byId('viewport').style.height = `${height}px`;
    fitInto(area(), false, { width: PAGE.width, height });
    for (const details of document.querySelectorAll('#panel details')) details.setAttribute('open', '');
  });
  addEventListener('afterprint', () => {
    byId('viewport').style.height = '';
    glide(before);
  });
}
