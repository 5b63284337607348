/** The words of a text, which single spaces part: lists of functions are read as such. */
export function words(text: string): readonly string[] {
  return text.split(' ');
}
