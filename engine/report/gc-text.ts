import type { CondemnedGarbage, Garbage, GcReport, Sweep } from '../lake/index.ts';
import { Tally } from '../presence/index.ts';
import { byteSize, counted } from './counted.ts';
import type { Paint } from './paint/index.ts';

/** Lines of garbage that are shown; the rest is counted, and whole in `--json`. */
const LINES = 20;

/** What garbage collection did, or would do. */
export function gcText(report: GcReport, paint: Paint): string {
  const { swept, condemned, waiting, dryRun } = report;
  if (swept === null && condemned === null && waiting.length === 0)
    return 'nothing to collect: all is needed, or young';
  return [
    ...(swept === null ? [] : sweptLines(swept, dryRun)),
    ...(condemned === null ? [] : condemnedLines(condemned, dryRun, paint)),
    ...waiting.map(waitingLine),
    ...(dryRun ? ['a dry run: nothing was written or removed'] : []),
  ].join('\n');
}

function sweptLines({ removed, bytes, spared, kept }: Sweep, dryRun: boolean): readonly string[] {
  const files = `${counted(removed.length, 'file')}, ${byteSize(bytes)}`;
  const lines = [dryRun ? `would remove ${files}` : `removed ${files}`];
  if (spared.length > 0) lines.push(`spared ${counted(spared.length, 'file')}: needed again since, or written anew`);
  if (kept.length > 0) lines.push(`kept ${counted(kept.length, 'file')}: locked`);
  return lines;
}

function condemnedLines({ step, from, items }: CondemnedGarbage, dryRun: boolean, paint: Paint): readonly string[] {
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const said = dryRun || step === null ? 'would condemn' : `gc#${step} condemned`;
  const head = `${said} ${kindsText(items)}, ${byteSize(bytes)}; to be removed from ${from} on`;
  const lines = items
    .slice(0, LINES)
    .map((item) => `  ${item.folder} ${paint.dim(`${item.kind}, ${byteSize(item.bytes)}`)}`);
  const more = items.length > LINES ? [`  and ${counted(items.length - LINES, 'more', 'more')}: --json lists all`] : [];
  return [head, ...lines, ...more];
}

function waitingLine({ step, from, items }: CondemnedGarbage): string {
  return `gc#${step} waits: ${kindsText(items)}, to be removed from ${from} on`;
}

const WORDS = {
  object: ['object', 'objects'],
  exports: ['run without its pages', 'runs without their pages'],
  unfinished: ['unfinished write', 'unfinished writes'],
  environment: ['environment of a comparison', 'environments of comparisons'],
} as const satisfies Record<Garbage['kind'], readonly [string, string]>;

/** `12 objects, 1 unfinished write`. */
function kindsText(items: readonly Garbage[]): string {
  const kinds = Tally.of(items.map(({ kind }) => kind)).entries();
  const words = kinds.map(([kind, count]) => {
    const [one, more] = WORDS[kind];
    return counted(count, one, more);
  });
  return words.join(', ');
}
