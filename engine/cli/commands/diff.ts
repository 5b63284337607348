import { readFile } from 'node:fs/promises';
import { type DiffedProjects, joinCells, type ProjectDiff, withDiff } from '../../inspect/index.ts';
import { projectDiffMarkdown, projectDiffText } from '../../report/index.ts';
import { openComparedSession } from '../compared-session.ts';
import { comparedSide, fromCommonCommit } from '../compared-side.ts';
import { comparedStates } from '../compared-states.ts';
import { type DiffFlags, failOnOf, toleranceOf } from '../diff-flags.ts';
import { diffVerdict } from '../diff-verdict.ts';
import { interruptedBy, interruptSignal } from '../interrupt-signal.ts';
import { chosenFormat, DIFF_FORMATS, type DiffFormat } from '../lineage-format.ts';
import { tellNotice } from '../live-notices.ts';
import type { Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { nextCommand, typedWord } from '../typed-command.ts';
import { writeNamedFile } from '../written-file.ts';

type Sides = readonly [a: string, b: string | undefined];

/**
 * `ews diff A [B]`: in what two states of the project differ: definitions, columns, data, what is made otherwise and
 * why, and the values where both are stored. Without `--build` it computes no node.
 */
export async function runDiff(
  a: string,
  b: string | undefined,
  flags: DiffFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = chosenFormat(DIFF_FORMATS, flags);
  const [asked, tolerance] = [failOnOf(flags), toleranceOf(flags)];
  const signal = interruptSignal();
  const sides = await fromCommonCommit(flags.projectDir, a, b);
  const session = await openComparedSession(sides, flags, terminal);
  const effects = interruptedBy(signal, session.effects);
  const asking = { session: { ...session, effects }, flags, terminal, said: new Set<string>() };
  const named = [await comparedSide(session, sides[0]), await comparedSide(session, sides[1])] as const;
  const states = await comparedStates(named, asking, { build: flags.build === true, signal });
  const request = { project: session.definitions.config.name, ...states, keepCells: flags.output !== undefined };
  const { store, warehouses, scratch } = effects;
  const means = { store, warehouses, scratch, signal, tolerance };
  return withDiff(request, means, async (diffed) => {
    await writeCells(diffed, session, flags, terminal);
    const { failed, problems } = diffVerdict(diffed.diff, asked);
    const answer = { ...diffed.diff, failed };
    if (flags.json === true) terminal.answer.gave('diff', answer);
    else if (format === 'json') terminal.out(JSON.stringify(answer, null, 2));
    else terminal.out(rendered(diffed.diff, format, buildCommand([a, b], flags), terminal));
    for (const problem of problems) tellProblem(problem, flags, terminal);
    return failed.length + problems.length > 0 ? 1 : 0;
  });
}

function rendered(diff: ProjectDiff, format: DiffFormat, build: string, { paintOut }: Terminal): string {
  return format === 'markdown' ? projectDiffMarkdown(diff) : projectDiffText(diff, build, paintOut);
}

/** The comparison with what is missing built, as it would be typed. */
function buildCommand([a, b]: Sides, flags: DiffFlags): string {
  const sides = [a, ...(b === undefined ? [] : [b])].map(typedWord).join(' ');
  return nextCommand(`diff ${sides}`, flags, ['--build']);
}

async function writeCells(
  { cells }: DiffedProjects,
  { effects }: Session,
  flags: DiffFlags,
  terminal: Terminal,
): Promise<void> {
  if (flags.output === undefined) return;
  const file = await joinCells(effects.warehouses, cells, effects.scratch);
  await writeNamedFile(flags.output, await readFile(file), flags);
  tellNotice(`wrote ${flags.output}`, flags, terminal);
}
