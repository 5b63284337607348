import { type Problem, problem } from '../diagnostics/index.ts';
import type { VerifiedChain, VerifiedLink } from '../inspect/index.ts';
import { wayBack } from '../lake/index.ts';
import { unheldLines } from './values-text.ts';
import { chainProblemText } from './verification-text.ts';

/** Everything that does not hold in a verified chain, as problems; empty where the chain holds. */
export function verificationProblems(chain: VerifiedChain): readonly Problem[] {
  const { links, record, recomputed = [], environment, holds } = chain;
  const found = [
    ...record.findings.map(recordProblem),
    ...links.flatMap(linkProblems),
    ...recomputed.filter(({ verdict }) => verdict === 'differs').map(recomputedProblem),
  ];
  if (holds || found.length > 0) return found;
  const message = `nothing of environment "${environment}" could be compared: no run of it can be read`;
  return [problem('EWS5048', message, { hint: 'see what there is: ews runs' })];
}

function recordProblem(finding: VerifiedChain['record']['findings'][number]): Problem {
  const hint = 'restore it from a copy; ews debug --deep compares the records of all environments';
  return problem('EWS5048', `${chainProblemText(finding)}: ${finding.message}`, { hint });
}

function linkProblems(link: VerifiedLink): readonly Problem[] {
  const files = link.files.flatMap((file) => {
    const hint = link.kind === 'project' ? RESTORE : wayBack(file.key);
    if (file.state === 'gone') return [problem('EWS4005', `${file.key} is gone${recorded(file.expected)}`, { hint })];
    if (file.state !== 'changed') return [];
    const now = file.found === null ? 'what cannot be read' : `sha256:${file.found}`;
    const message = `${file.key} was changed since it was stored${recorded(file.expected)}, found ${now}`;
    return [problem('EWS4002', message, { hint })];
  });
  const [unheld, ...rows] = unheldLines(link);
  if (unheld === undefined) return files;
  const hint = wayBack(`objects/${link.id}`);
  return [...files, problem('EWS4002', [unheld, ...rows.map((row) => row.trim())].join('; '), { hint })];
}

const RESTORE = 'restore the file from git; what is stored was made from the recorded bytes';

function recorded(expected: string | null): string {
  return `: recorded ${expected === null ? 'nothing' : `sha256:${expected}`}`;
}

function recomputedProblem({ node, files }: NonNullable<VerifiedChain['recomputed']>[number]): Problem {
  const differing = files.filter(({ stored, made }) => stored === null || stored !== made).map(({ key }) => key);
  const message = `${node} is not what its inputs give: ${differing.join(', ')}`;
  const hint = 'compute it anew: ews build --full-refresh; or restore what is stored from a copy';
  return problem('EWS4004', message, { hint });
}
