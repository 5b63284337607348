const context = document.createElement('canvas').getContext('2d');
const family = getComputedStyle(document.body).fontFamily;
/** @type {Map<string, number>} */
const known = new Map();

/** In pixels, in the page's own font. @param {string} text @param {number} size @param {number} [weight] */
export function textWidth(text, size, weight = 400) {
  const key = `${weight} ${size} ${text}`;
  const width = known.get(key) ?? measured(text, size, weight);
  known.set(key, width);
  return width;
}

/** @param {string} text @param {number} size @param {number} weight */
function measured(text, size, weight) {
  if (context === null) return text.length * size * 0.58;
  context.font = `${weight} ${size}px ${family}`;
  return context.measureText(text).width;
}
