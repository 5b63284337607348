/**
 * With every control character but tabs and line ends written out, as `\u001b`, and those that reorder what is read:
 * they are shown, not obeyed.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
