import { element } from '../../offline-page/browser/element.mjs';
import { sourceText } from '../../offline-page/browser/source-text.mjs';
import { files, functions } from './catalogue.mjs';

const CALL = /\b(?:lib|ews)\.\w+/gi;

/** A text as it is written, the functions that it calls leading to theirs. @param {string} path @param {string} text */
export function linkedText(path, text) {
  const block = sourceText(path, text, null);
  for (const code of block.querySelectorAll('code')) {
    for (const piece of [...code.childNodes]) {
      // Comments and quoted text are elements: they call nothing.
      if (piece instanceof Text) piece.replaceWith(...linkedCalls(piece.data));
    }
  }
  return element('div', { class: 'scroll text' }, [block]);
}

/** @param {string} text @returns {readonly (Node | string)[]} */
function linkedCalls(text) {
  /** @type {(Node | string)[]} */
  const pieces = [];
  let from = 0;
  for (const match of text.matchAll(CALL)) {
    const id = match[0].toLowerCase();
    if (!functions.has(id)) continue;
    pieces.push(text.slice(from, match.index), element('a', { href: `#${encodeURIComponent(id)}` }, [match[0]]));
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}

/** The files of a definition: its query open, what is said of it folded. @param {readonly string[]} paths */
export function definitionTexts(paths) {
  return paths.flatMap(fileText);
}

/** @param {string} path @returns {readonly HTMLElement[]} */
function fileText(path) {
  const text = files.get(path);
  if (text === undefined) return [];
  if (path.endsWith('.sql')) return [element('p', { class: 'file mono' }, [path]), linkedText(path, text)];
  return [element('details', {}, [element('summary', { class: 'mono' }, [path]), linkedText(path, text)])];
}
