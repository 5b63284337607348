import { cameraNow, fitInto, glide } from './camera.mjs';
import { byId } from './element.mjs';

/** Inside the margins that the style sheet gives a landscape A4 page. */
const PAGE = { width: 1030, height: 600 };

/** The picture as large as a page, then everything that the panel says. @param {() => import('./bands.mjs').Area} area */
export function listenForPrint(area) {
  let before = cameraNow();
  addEventListener('beforeprint', () => {
    before = cameraNow();
    const { left, top, right, bottom } = area();
    const scale = Math.min(1, PAGE.width / (right - left), PAGE.height / (bottom - top));
    byId('viewport').style.height = `${Math.ceil((bottom - top) * scale) + 20}px`;
    fitInto(area(), false, PAGE);
    for (const details of document.querySelectorAll('#panel details')) details.setAttribute('open', '');
  });
  addEventListener('afterprint', () => {
    byId('viewport').style.height = '';
    glide(before);
  });
}
