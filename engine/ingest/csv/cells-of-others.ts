/** Words and signs that others write for a missing value. */
const MISSING_WORD = /^(#?n\/?a!?|n\.a\.|null|none|nil|nan|nd|missing)$/i;
const MISSING_SIGN = /^([.?*:x]|\.\.+|[-\u2012-\u2015]+|#(value!|div\/0!|ref!|num!|name\?|null!))$/i;

/** Whether a cell holds a word or a sign that others write for a missing value. */
export function looksMissing(value: string): boolean {
  const text = value.trim();
  return MISSING_WORD.test(text) || MISSING_SIGN.test(text);
}

/** Digits with a comma where the fraction begins, perhaps with points between thousands. */
const DECIMAL_COMMA = /^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/;

/** Whether a cell is written as a number whose decimal mark is a comma. */
export function looksLikeDecimalComma(value: string): boolean {
  return DECIMAL_COMMA.test(value.trim());
}
