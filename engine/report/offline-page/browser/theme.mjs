import { byId } from './element.mjs';

/** Light or dark as the system has it, until the reader chooses. */
export function themeButton() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const { dataset } = document.documentElement;
  const isDark = () => (dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const say = () => byId('theme').setAttribute('aria-pressed', String(isDark()));
  byId('theme').addEventListener('click', () => {
    dataset['theme'] = isDark() ? 'light' : 'dark';
    say();
  });
  dark.addEventListener('change', say);
  say();
}
