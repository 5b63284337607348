import { element } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { scrollToLit, sourceText } from '../../offline-page/browser/source-text.mjs';
import { columnAt, data, nodeAt, nodeNumber } from './lineage.mjs';

/** @typedef {import('../lineage-page-data.ts').PageSpan} PageSpan */

/**
 * The text in which a place is written, with its span lit, and the other files of its node one press away.
 * @param {number} place
 */
export function definition(place) {
  const node = nodeAt(nodeNumber(place));
  const span = columnAt(place)?.span ?? node.span;
  const files = new Set([...(span === null ? [] : [span.file]), ...node.files]);
  const texts = [...files].flatMap((file) => {
    const { path, text } = at(data.files, file);
    return text === null ? [] : [{ file, path, text }];
  });
  return texts.map(({ file, path, text }, index) => {
    const block = sourceText(path, text, span?.file === file ? span : null);
    if (index === 0)
      return element('section', { 'aria-label': path }, [element('h3', { class: 'mono' }, [path]), block]);
    const details = element('details', { class: 'other' }, [element('summary', { class: 'mono' }, [path]), block]);
    details.addEventListener('toggle', () => scrollToLit(block));
    return details;
  });
}
