import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { END_OF_TIME } from '../../engine/bitemporal/index.ts';
import type { Day } from '../../engine/calendar/index.ts';
import { type IngestResult, ingest } from '../../engine/ingest/index.ts';
import { storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { diskFiles, readProject } from '../../engine/project/index.ts';
import { ingestRequests } from '../../engine/steps/source-requests.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const SECTION = /^### Since when a file's rows are known$([\s\S]*?)^## /m;

const CONFIG = `
name: policies
calendar: { frequency: monthly, start: 2024-01-31, end: 2024-02-29 }
default_target: local
`;

/** One policy as docs/dsl.md shows it. */
interface Example {
  readonly yaml: string;
  readonly files: readonly { readonly name: string; readonly day: Day; readonly text: string }[];
  readonly table: readonly string[];
}

async function examples(): Promise<readonly Example[]> {
  const [, section = ''] = SECTION.exec(await readFile(path.join(REPOSITORY, 'docs/dsl.md'), 'utf8')) ?? [];
  return [...section.matchAll(/```yaml\n([\s\S]*?)```((?:\s*```csv\n[\s\S]*?```)+)\s*```text\n([\s\S]*?)```/g)].map(
    ([, yaml = '', csv = '', table = '']) => ({
      yaml,
      files: [...csv.matchAll(/```csv\n# (\S+), ingested on (\S+)\n([\s\S]*?)```/g)].map(
        ([, name = '', day = '', text = '']) => ({ name, day, text }),
      ),
      table: table.trimEnd().split('\n'),
    }),
  );
}

it('both policies of file sources say what docs/dsl.md shows', async () => {
  const shown = await examples();
  expect(shown.map(({ files }) => files.length)).toEqual([2, 2]);
  for (const { yaml, files, table } of shown) {
    const root = await temporaryFolder(onTestFinished);
    const write = async (file: string, text: string): Promise<void> => {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    };
    await write('ews.config.yaml', CONFIG);
    await write('targets/local.yaml', 'target: local\ndescription: here\n');
    await write('sources/bank.yaml', yaml);
    const store = openLocalStore(path.join(root, 'lake'));
    let last: IngestResult | undefined;
    for (const { name, day, text } of files) {
      await write(name, text);
      const { definitions, problems } = await readProject(root, diskFiles(root));
      expect(problems.map(({ message }) => message)).toEqual([]);
      const [source] = definitions?.sources ?? [];
      if (definitions === undefined || source === undefined) throw new Error('the example is no project');
      for (const request of ingestRequests(definitions, source)) {
        last = await ingest(store, request, { warehouses: IN_PROCESS, now: () => new Date(`${day}T12:00:00Z`) });
      }
    }
    if (last === undefined) throw new Error('nothing was ingested');
    const rows = await storedRows(store, last.object, 'true');
    expect(rows.map((row) => Object.values(row).map(String))).toEqual(cellsOf(table));
  }
});

/**
 * Rows of a table whose columns begin where their titles do. `through` is the last day of a version, empty where it
 * holds.
 */
function cellsOf([header = '', ...rows]: readonly string[]): readonly (readonly string[])[] {
  const titles = [...header.matchAll(/\S+(?: \S+)*/g)];
  return rows.map((row) =>
    titles.map(({ 0: title, index }, at) => {
      const cell = row.slice(index, titles[at + 1]?.index).trim();
      if (title !== 'through') return cell;
      return cell === '' ? END_OF_TIME : nextDay(cell);
    }),
  );
}

function nextDay(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
