import { present } from '../../engine/presence/index.ts';
import { readPage } from '../docs/markdown.ts';

/** Globs of files by the path of their schema. */
export type SchemaGlobs = Readonly<Record<string, readonly string[]>>;

const PAGE = 'docs/editors.md';

/** The one block of a language on docs/editors.md that has such words. */
function blockOf(language: string, words: string): string {
  const blocks = [...readPage(PAGE).matchAll(/^```(?<language>\w+)\n(?<text>[\s\S]*?)^```/gm)];
  const found = blocks.find(({ groups }) => groups?.['language'] === language && groups['text']?.includes(words));
  return present(found?.groups?.['text']);
}

/** What the page says to put into .vscode/settings.json, as the extension hands it on: by section. */
export function vscodeSettings(): { readonly yaml: { readonly schemas: SchemaGlobs; readonly schemaStore: object } } {
  const settings = JSON.parse(blockOf('json', 'yaml.schemas')) as {
    readonly 'yaml.schemas': SchemaGlobs;
    readonly 'yaml.schemaStore.enable': boolean;
  };
  return {
    yaml: { schemas: settings['yaml.schemas'], schemaStore: { enable: settings['yaml.schemaStore.enable'] } },
  };
}

/** The lines of the page's settings for Neovim and for Helix that lead from a schema to globs. */
export function otherSettings(language: 'lua' | 'toml'): SchemaGlobs {
  const lines = blockOf(language, 'schema.json').matchAll(
    /^ *\[?(?<quote>["'])(?<schema>[^"']+\.json)\k<quote>\]? = (?<globs>[[{].*[\]}]),?$/gm,
  );
  return Object.fromEntries(
    [...lines].map(({ groups }) => [
      present(groups?.['schema']),
      [...present(groups?.['globs']).matchAll(/(["'])(?<glob>[^"']+)\1/g)].map((match) =>
        present(match.groups?.['glob']),
      ),
    ]),
  );
}

/** The first line that the page gives to a file alone. */
export function firstLine(): string {
  return present(blockOf('yaml', '$schema').split('\n')[0]);
}
