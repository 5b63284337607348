import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { batchesOf } from '../../scripts/same-outputs/batches.ts';
import { firstDifferentLine, kindOfFile, treeDifferences } from '../../scripts/same-outputs/compare-trees.ts';
import { timeText } from '../../scripts/same-outputs/processor-time.ts';
import { treeOf } from '../../scripts/same-outputs/stored-tree.ts';

const text = (words: string): Buffer => Buffer.from(words);

it('names files that only one tree has, and those with other bytes: what commands said, then by name', () => {
  const before = new Map(Object.entries({ same: '1', gone: '2', changed: '3', 'said/2': 'a', 'said/10': 'b' }));
  const after = new Map(Object.entries({ same: '1', changed: '4', 'a new one': '2', 'said/2': 'c', 'said/10': 'b' }));
  expect(treeDifferences(before, after)).toEqual([
    { file: 'said/2', kind: 'different' },
    { file: 'a new one', kind: 'added' },
    { file: 'changed', kind: 'different' },
    { file: 'gone', kind: 'missing' },
  ]);
  expect(treeDifferences(before, before)).toEqual([]);
});

it('tells what commands said, folders of the lake and other files apart', () => {
  const files = [
    'said/001 ews ls',
    'project/.ews/lake/objects/card/a/b/card.json',
    'project/.ews/cache/compile/a',
    'project/out/a.svg',
  ];
  expect(files.map(kindOfFile)).toEqual([
    'what commands said',
    'project/.ews/lake/objects',
    'project/.ews/cache',
    'other files',
  ]);
});

it('says at which line two texts begin to differ, with both', () => {
  expect(firstDifferentLine(text('one\ntwo 2.0\nthree\n'), text('one\ntwo 2.1\nfour\n'))).toBe(
    'line 2, column 7\n- two 2.0\n+ two 2.1',
  );
  expect(firstDifferentLine(text('one\n'), text('one\n'))).toBe('nothing');
  expect(firstDifferentLine(text('one'), text('one\ntwo'))).toBe('line 2, column 1\n- (the file has ended)\n+ two');
});

it('shows of a line of megabytes what is around its first difference', () => {
  const long = 'x'.repeat(1_000_000);
  const shown = firstDifferentLine(text(`${long}1${long}`), text(`${long}2${long}`)).split('\n');
  const around = 'x'.repeat(60);
  expect(shown).toEqual([
    'line 1, column 1000001',
    `- …${around}1${'x'.repeat(59)}…`,
    `+ …${around}2${'x'.repeat(59)}…`,
  ]);
});

it('says at which byte two files that are no texts begin to differ', () => {
  expect(firstDifferentLine(Buffer.from([0, 1, 2]), Buffer.from([0, 1, 255]))).toBe('byte 2: 0x02, now 0xff');
  expect(firstDifferentLine(Buffer.from([0, 1, 2]), Buffer.from([0, 1]))).toBe(
    'byte 2: 0x02, now the end; 3 bytes, now 2',
  );
});

it('finds bytes that are no UTF-8, though they are read as the same sign', () => {
  expect(firstDifferentLine(Buffer.from([0xff]), Buffer.from([0xfe]))).toBe('byte 0: 0xff, now 0xfe');
});

it('reads a folder with all that is below it, but for what is listed as not compared', async () => {
  const folder = await temporaryFolder(onTestFinished);
  for (const [file, words] of Object.entries({
    'said/001': 'a',
    'project/.ews/lake/x': 'a',
    'project/.git/HEAD': 'b',
  })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), words);
  }
  const tree = treeOf(folder);
  expect([...tree.keys()]).toEqual(['project/.ews/lake/x', 'said/001']);
  expect(tree.get('said/001')).toBe(tree.get('project/.ews/lake/x'));
});

it('runs commands that only look together, and each that writes alone', () => {
  const edit = { file: 'a.sql', replace: '1', by: '2' };
  const ask = (...words: string[]) => ({ ews: words });
  const steps = [ask('ls'), ask('plan'), edit, ask('source', 'freshness'), ask('source', 'attest', 'a'), ask('build')];
  const placed = (place: number, ...args: string[]) => ({ args, place });
  expect(batchesOf(steps, false)).toEqual([
    { commands: [placed(0, 'ls'), placed(1, 'plan')] },
    edit,
    { commands: [placed(3, 'source', 'freshness')] },
    { commands: [placed(4, 'source', 'attest', 'a')] },
    { commands: [placed(5, 'build')] },
  ]);
  expect(batchesOf(steps, true).flatMap((each) => ('commands' in each ? [each.commands.length] : []))).toEqual([
    1, 1, 1, 1, 1,
  ]);
});

it('compares the least of the seconds, and shows all', () => {
  expect(timeText('warm build', [2.5, 2], [2.1, 3])).toBe(
    'warm build: 2.10 s of processors, before 2.00 s, ratio 1.050 (old 2.50, 2.00; new 2.10, 3.00)',
  );
});
