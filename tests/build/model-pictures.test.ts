import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runModelCompare } from '../../engine/cli/commands/model-compare.ts';
import { type ModelWhatIfFlags, runModelExplain, runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import type { PictureFlags } from '../../engine/cli/picture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import type { TestProject } from './small-project.ts';
import { valueProject } from './value-models.ts';

let project: TestProject;
const values = valueProject();

beforeAll(async () => {
  project = await values();
});

function flagsFor(more: PictureFlags): ModelWhatIfFlags & PictureFlags {
  return { projectDir: project.root, logFormat: 'text', json: false, at: '2007-06-30', ...more };
}

async function newFile(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'picture.svg');
}

type Draw = (picture: string) => Promise<readonly string[]>;

/** Runs a command with a picture; what it said to standard error. */
function drawn(
  run: (flags: ModelWhatIfFlags & PictureFlags, to: ReturnType<typeof recordingTerminal>) => Promise<number>,
): Draw {
  return async (picture) => {
    const terminal = recordingTerminal();
    expect(await run(flagsFor({ picture }), terminal)).toBe(0);
    expect(terminal.said.out).not.toEqual([]);
    return terminal.said.err;
  };
}

const COMMANDS: readonly (readonly [name: string, draw: Draw, holds: readonly string[]])[] = [
  [
    'backtest of an event',
    drawn((flags, to) => runModelBacktest('crisis_probit', flags, to)),
    ['crisis_probit: probability of crisis_ahead, out of sample', 'class="threshold"', 'class="event"'],
  ],
  [
    'backtest of a value',
    drawn((flags, to) => runModelBacktest('m_linear', flags, to)),
    ['m_linear: slope_ahead, predicted out of sample and become', 'class="outcome"'],
  ],
  [
    'compare of events',
    drawn((flags, to) => runModelCompare(['crisis_probit', 'another'], flags, to)),
    ['Models of crisis_ahead, out of sample', '>another</text>', '>crisis_probit</text>'],
  ],
  [
    'compare of values',
    drawn((flags, to) => runModelCompare(['m_linear', 'm_polynomial'], flags, to)),
    ['m_linear: slope_ahead', 'm_polynomial: slope_ahead'],
  ],
  [
    'explain of an event',
    drawn((flags, to) => runModelExplain('crisis_probit', flags, to)),
    ['crisis_probit@2007-06-30 = ', 'contributions in probit', '>slope.slope</text>'],
  ],
  [
    'explain of a value',
    drawn((flags, to) => runModelExplain('m_linear', flags, to)),
    ['m_linear@2007-06-30 = ', 'contributions in the unit of the label', '>strain.strain</text>'],
  ],
  [
    'what-if',
    drawn((flags, to) => runModelWhatIf('crisis_probit', { ...flags, set: ['slope.slope=0.1'] }, to)),
    ['crisis_probit@2007-06-30 = ', 'with slope.slope = 0.1 percentage points: '],
  ],
];

describe.each(COMMANDS)('%s', (_, draw, holds) => {
  it('is drawn into one SVG file that asks for nothing', async () => {
    const file = await newFile();
    expect(await draw(file)).toContain(`wrote ${file}`);
    const svg = await readFile(file, 'utf8');
    for (const text of holds) expect(svg).toContain(text);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image|\shref=|url\(|@import/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(unbalanced(svg)).toEqual([]);
    const ids = [...svg.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('nothing is replaced unless asked for', async () => {
  const [file, [, draw]] = [await newFile(), COMMANDS[0] ?? expect.fail('there are commands')];
  await draw(file);
  const before = await readFile(file, 'utf8');
  const other = drawn((flags, to) => runModelBacktest('m_linear', flags, to));
  await expect(other(file)).rejects.toMatchObject({
    problems: [{ code: 'EWS6001', message: `${file} is there already`, hint: 'name another file, or add --overwrite' }],
  });
  expect(await readFile(file, 'utf8')).toBe(before);
  await drawn((flags, to) => runModelBacktest('m_linear', { ...flags, overwrite: true }, to))(file);
  expect(await readFile(file, 'utf8')).not.toBe(before);
});

it('what is no SVG file, nowhere, or cannot be drawn is refused', async () => {
  const backtest = drawn((flags, to) => runModelBacktest('crisis_probit', flags, to));
  await expect(backtest('picture.png')).rejects.toThrow('picture.png is no name of an SVG file');
  await expect(backtest('/nowhere/picture.svg')).rejects.toThrow('cannot write /nowhere/picture.svg');
  const missing = drawn((flags, to) => runModelWhatIf('m_linear', { ...flags, set: ['slope.slope=null'] }, to));
  await expect(missing(await newFile())).rejects.toThrow('there is nothing to draw');
});

/** Elements that are opened and not closed, or the other way round. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', itself] of xml.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (itself === '/') continue;
    if (closing === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [`</${name}> in ${open.join(' ')}`];
  }
  return open;
}
