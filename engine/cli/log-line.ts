import type { Problem } from '../diagnostics/index.ts';
import { visible } from '../report/paint/index.ts';
import type { RunEvent } from '../run/index.ts';
import type { RunSummaryLine } from './answer/run-summary-line.ts';

/** A line of `--log-format json`. */
export type LogLine = LineContent & {
  /** Where all of it is, in a line of which something was cut so that it is no longer than a collector takes. */
  readonly cut?: string;
};

type LineContent = RunEvent | Aside | RunSummaryLine;

/** What is said beside a run, or by a command that runs nothing. */
type Aside =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'project'; readonly root: string }
  /** An interrupt, or a bug of ours. */
  | { readonly kind: 'failure'; readonly text: string };

/** The most bytes of a line of the log, its end included: what collectors of logs take as one. */
const LONGEST_LINE = 8_000;

/** Characters of a text and entries of a list that stay: the first pair with which the line is short enough. */
const CUTS = [
  { text: 2_000, entries: 100 },
  { text: 800, entries: 20 },
  { text: 300, entries: 8 },
  { text: 100, entries: 3 },
  { text: 40, entries: 0 },
] as const;

type Cut = (typeof CUTS)[number];

/** No value of a line has more keys than that, but for those that are named by what a project has. */
const DECLARED_KEYS = 24;

/**
 * A value as one line of JSON that is not too long: of one that would be, texts and lists end early, texts with
 * `… (1234 more)`, and `cut` says where all of it is.
 */
export function logLine(line: LineContent, most = LONGEST_LINE): string {
  const whole = JSON.stringify(line);
  if (isShort(whole, most)) return whole;
  const cut = wholeElsewhere(line);
  for (const each of CUTS) {
    const text = JSON.stringify({ ...(shortened(line, each) as object), cut });
    if (isShort(text, most)) return text;
  }
  throw new Error(`a line of the log has no end: ${whole.slice(0, 500)}`);
}

/** With its end; a control character takes six bytes once the terminal has made it visible. */
function isShort(text: string, most: number): boolean {
  return Buffer.byteLength(visible(text)) < most;
}

function wholeElsewhere(line: LineContent): string {
  const known: Readonly<Record<string, string>> = {
    planned: 'ews plan --json, or --json of this command',
    compiled: 'ews compile --json',
    project: 'the folder',
  };
  return known[line.kind] ?? '--json of this command, or runs/<id>/run_results.json in the lake';
}

function shortened(value: unknown, cut: Cut): unknown {
  if (typeof value === 'string') return shortenedText(value, cut.text);
  if (Array.isArray(value)) return value.slice(0, cut.entries).map((each) => shortened(each, cut));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, shortened(each, cut)] as const);
  // What a type declares has fewer keys than that: these are names of the project.
  return Object.fromEntries(entries.slice(0, Math.max(cut.entries, DECLARED_KEYS)));
}

/** Cut between characters, not within one. */
function shortenedText(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${text.length - kept.length} more)`;
}
