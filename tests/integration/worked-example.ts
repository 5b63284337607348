import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** One step of a worked example: a block of code, and where the sentence above it says that it goes. */
interface Step {
  readonly file: string;
  /** Absent: the file is new. */
  readonly place?: { readonly how: 'after' | 'before' | 'in place of'; readonly line: string };
  readonly text: string;
}

const PLACE = /(?:New file|In) `(?<file>[^`]+)`(?:, (?<how>after|before|in place of) `(?<line>[^`]+)`)?:/;
const BLOCK = /(?<fence>`{3,})\w*\n(?<text>[\s\S]*?)^\k<fence>$/;
const STEP = new RegExp(`^${PLACE.source}\n\n${BLOCK.source}`, 'gm');

function stepsOf(page: string): readonly Step[] {
  return [...page.matchAll(STEP)].map(({ groups = {} }) => {
    const { file, how, line, text } = groups;
    if (file === undefined || text === undefined) throw new Error('a step without a file or a text');
    return line === undefined ? { file, text } : { file, place: { how: how as 'after', line }, text };
  });
}

/** Files of a repository that a page made or changed. */
export interface Followed {
  readonly made: readonly string[];
  readonly changed: readonly string[];
}

/** Does what a page of docs/extending says, in a copy of the repository. Every block of code must be a step. */
export async function follow(copy: string, page: string): Promise<Followed> {
  const text = await readFile(path.join(copy, page), 'utf8');
  const steps = stepsOf(text);
  const blocks = [...text.matchAll(new RegExp(`^${BLOCK.source}`, 'gm'))].length;
  if (steps.length !== blocks) throw new Error(`${page} has ${blocks} blocks of code, and ${steps.length} steps`);
  for (const step of steps) await take(copy, step);
  const made = steps.filter(({ place }) => place === undefined);
  const changed = steps.filter(({ place }) => place !== undefined);
  return { made: made.map(({ file }) => file), changed: [...new Set(changed.map(({ file }) => file))] };
}

async function take(copy: string, { file, place, text }: Step): Promise<void> {
  const full = path.join(copy, file);
  if (place === undefined) {
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text, { flag: 'wx' });
    return;
  }
  const before = await readFile(full, 'utf8');
  const line = `${place.line}\n`;
  const parts = `\n${before}`.split(`\n${line}`);
  const [above, below] = parts;
  if (above === undefined || below === undefined || parts.length !== 2)
    throw new Error(`${file} has the line "${place.line}" ${parts.length - 1} times`);
  const written = { after: `${line}${text}`, before: `${text}${line}`, 'in place of': text }[place.how];
  await writeFile(full, `${above}\n${written}${below}`.slice(1));
}
