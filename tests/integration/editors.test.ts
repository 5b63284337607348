import { cp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { readPage } from '../docs/markdown.ts';
import { DEFINITIONS_BY_SQL } from '../editors/definitions-by-sql.ts';
import { LanguageClient } from '../editors/language-client.ts';
import { markedText } from '../editors/marked-text.ts';
import { MODELS } from '../editors/models.ts';
import { firstLine, otherSettings, vscodeSettings } from '../editors/page-settings.ts';
import { SETTINGS_AND_SOURCES } from '../editors/settings-and-sources.ts';
import { describeWithServer } from '../editors/yaml-language-server.ts';
import { REPOSITORY } from './product.ts';

/** Every kind of YAML that a project has. */
const KINDS = [...SETTINGS_AND_SOURCES, ...DEFINITIONS_BY_SQL, ...MODELS];

/** Projects without a fault, and what of their folder is theirs. */
const PROJECTS = [
  { folder: '.', parts: ['ews.config.yaml', 'sources', 'features', 'models', 'targets'] },
  { folder: 'templates/starter', parts: ['ews.config.yaml', 'sources', 'features', 'models'] },
  { folder: 'tests/projects/crises', parts: ['ews.config.yaml', 'sources', 'features', 'models', 'targets'] },
] as const;

/** The YAML files of a project, relative to it. */
async function yamlsOf({ folder, parts }: (typeof PROJECTS)[number]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const part of parts) {
    if (part.endsWith('.yaml')) {
      found.push(part);
      continue;
    }
    const files = await readdir(path.join(REPOSITORY, folder, part), { recursive: true });
    found.push(...files.filter((file) => file.endsWith('.yaml')).map((file) => path.posix.join(part, file)));
  }
  return found.toSorted();
}

/** The first example of a page that begins so. */
function exampleOf(page: string, beginning: string): string {
  const blocks = [...readPage(page).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => present(text));
  return present(blocks.find((text) => text.startsWith(beginning)));
}

it('the settings of Neovim and Helix are those of VS Code', () => {
  const { schemas } = vscodeSettings().yaml;
  expect(otherSettings('lua')).toEqual(schemas);
  expect(otherSettings('toml')).toEqual(schemas);
  expect(Object.keys(schemas)).toHaveLength(7);
});

await describeWithServer('an editor with the settings of docs/editors.md', (command) => {
  let editor: LanguageClient;
  const cleanUps: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const root = await temporaryFolder((clean) => cleanUps.push(clean));
    const { name } = JSON.parse(readPage('package.json')) as { readonly name: string };
    await cp(path.join(REPOSITORY, 'schemas'), path.join(root, 'node_modules', name, 'schemas'), { recursive: true });
    editor = await LanguageClient.start(command, root, vscodeSettings());
    // The server takes texts before it has its settings, and finds no fault in them.
    let found: readonly unknown[] = [];
    while (found.length === 0) found = await underlined('ews.config.yaml', 'nmae: x\n');
  });

  afterAll(async () => {
    await editor.stop();
    for (const clean of cleanUps) await clean();
  });

  let projects = 0;
  /** A file of that path in yet another project of the same folder. */
  function inNewProject(file: string): string {
    projects++;
    return `projects/${projects}/${file}`;
  }

  /** What is underlined in a text that is a file of that path: line and message. */
  async function underlined(file: string, text: string): Promise<readonly (readonly [number, string])[]> {
    const found = await editor.open(inNewProject(file), text);
    return found.map(({ range, message }) => [range.start.line, message] as const).toSorted();
  }

  async function offered(file: string, marked: string): Promise<readonly string[]> {
    const { text, place } = markedText(marked);
    const opened = inNewProject(file);
    await editor.open(opened, text);
    return (await editor.completionsAt(opened, place)).toSorted();
  }

  describe.each(KINDS)('$kind', ({ file, keys, words, shown, faults }) => {
    it.each(keys)('offers the keys that may stand at $at', async ({ at: marked, are }) => {
      expect(await offered(file, marked)).toEqual(are.toSorted());
    });

    it.each(words)('offers the words of $at', async ({ at: marked, are }) => {
      expect(await offered(file, marked)).toEqual(are.toSorted());
    });

    it('shows what a key means', async () => {
      const { text, place } = markedText(shown.at);
      const opened = inNewProject(file);
      await editor.open(opened, text);
      expect(await editor.hoverAt(opened, place)).toContain(shown.says);
    });

    it('underlines a key that is misspelt and a value of the wrong type, and nothing else', async () => {
      expect(await underlined(file, faults.text)).toEqual(faults.are.toSorted());
    });
  });

  describe.each(PROJECTS)('$folder', (project) => {
    it('has nothing to say of any file, and finds the key that is put in', async () => {
      const files = await yamlsOf(project);
      expect(files.length).toBeGreaterThanOrEqual(6);
      for (const file of files) {
        const text = await readFile(path.join(REPOSITORY, project.folder, file), 'utf8');
        expect(await underlined(file, text), file).toEqual([]);
        // Else a file that no schema is for would pass.
        const line = text.split('\n').length - 1;
        expect(await underlined(file, `${text}misspelt: 1\n`), file).toEqual([
          [line, 'Property misspelt is not allowed.'],
        ]);
      }
    });
  });

  it.each([
    { page: 'docs/dsl.md', beginning: 'functions:', file: 'features/lib/growth.yaml' },
    { page: 'docs/dsl.md', beginning: 'target: s3', file: 'targets/s3.yaml' },
    { page: 'docs/dsl.md', beginning: 'source: bank\n', file: 'sources/bank.yaml' },
  ])('has nothing to say of the example "$beginning" of $page', async ({ page, beginning, file }) => {
    expect(await underlined(file, exampleOf(page, beginning))).toEqual([]);
  });

  it('takes the schema of a first line for a file that no setting is for', async () => {
    const text = `${firstLine()}\nfeature: labor\ndescription: x\ncolumn: {}\n`;
    const found = await editor.open('elsewhere/labor.yaml', text);
    expect(found.map(({ range, message }) => [range.start.line, message])).toEqual(
      expect.arrayContaining([
        [3, 'Property column is not allowed.'],
        [1, 'Missing property "columns".'],
      ]),
    );
  });
});
