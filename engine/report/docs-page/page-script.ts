import { joinedScript, sharedModule } from '../offline-page/index.ts';

/** Modules of the page's script, each after those that it imports. */
const SHARED = ['presence', 'element', 'source-text', 'theme'];
const OWN = ['catalogue', 'linked', 'sql', 'tests', 'entry', 'overview', 'search', 'main'];

let script: string | undefined;

/** The script as one text, read when a page is first drawn. */
export function pageScript(): string {
  const own = OWN.map((name) => new URL(`browser/${name}.mjs`, import.meta.url));
  script ??= joinedScript([...SHARED.map(sharedModule), ...own]);
  return script;
}
