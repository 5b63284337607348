import { compile, type Graph, judgeSql } from '../compile/index.ts';
import { type Problem, ProblemError, problem } from '../diagnostics/index.ts';
import { asDeclared } from '../inspect/index.ts';
import { git } from './git.ts';
import { type CommittedData, gitFiles } from './git-files.ts';
import { type GlobalFlags, readDefinitions, type Session, type TargetedProject } from './session.ts';

export type RevisionOutcome<Made> =
  | { readonly kind: 'read'; readonly made: Made }
  /** `why`: git is not installed, there is no repository, or it has no such revision. */
  | { readonly kind: 'unknown'; readonly why: string };

/** A git revision of the project in a folder, and what says how it is read. */
export interface RevisionRequest {
  readonly root: string;
  readonly revision: string;
  readonly flags: GlobalFlags;
  readonly effects: Session['effects'];
}

/** A project as a git revision has it, on the flags' target and with their variables. */
export interface RevisionProject extends Pick<TargetedProject, 'definitions' | 'target'> {
  /** The id of the commit. */
  readonly commit: string;
  readonly data: CommittedData;
}

/** The project as a git revision has it, compiled. Throws as `readRevision`. */
export function revisionGraph(request: RevisionRequest): Promise<RevisionOutcome<Graph>> {
  const { effects } = request;
  return readRevision(request, ({ definitions }) => compile(asDeclared(definitions, effects), effects));
}

/**
 * What `make` makes of the project as a git revision has it. ProblemError EWS4012, with what is wrong, where git knows
 * the revision but that has no sound project in this place, or its clone is partial.
 */
export async function readRevision<Made>(
  request: RevisionRequest,
  make: (project: RevisionProject) => Promise<Made>,
): Promise<RevisionOutcome<Made>> {
  const { root, revision, flags, effects } = request;
  const found = await commitOf(root, revision);
  if (found.kind === 'unknown') return found;
  const files = await gitFiles(root, found.commit);
  if (!files.ok) throw new ProblemError([unreadable(revision, files.why, files.isPartial === true ? WHOLE : SOUND)]);
  try {
    const { definitions, target } = await readDefinitions(root, files.files, flags, {
      judgeSql: (parts) => judgeSql(parts, effects),
    });
    return { kind: 'read', made: await make({ definitions, target, commit: found.commit, data: files.data }) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const first = error.problems.find(({ severity }) => severity === 'error');
    throw new ProblemError([unreadable(revision, first?.message ?? 'it is not sound', SOUND), ...error.problems]);
  }
}

type CommitOutcome =
  | { readonly kind: 'commit'; readonly commit: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** The commit that a revision names. */
export async function commitOf(root: string, revision: string): Promise<CommitOutcome> {
  const inside = await git(root, ['rev-parse', '--git-dir']);
  if (!inside.ok) return { kind: 'unknown', why: inside.said };
  const commit = revision.includes('\0') ? undefined : await git(root, asked(`${revision}^{commit}`));
  const id = commit?.ok === true ? commit.output.toString('latin1').trim() : '';
  // Git names what is left out, `^main`, by an id with a mark.
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) return { kind: 'unknown', why: 'git knows no such revision' };
  return { kind: 'commit', commit: id };
}

/** The newest commit from which both of two come; undefined where git knows none, as in a clone that is shallow. */
export async function commonCommit(root: string, one: string, other: string): Promise<string | undefined> {
  const [a, b] = [await commitOf(root, one), await commitOf(root, other)];
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  const base = await git(root, ['merge-base', a.commit, b.commit]);
  return base.ok ? base.output.toString('latin1').trim() : undefined;
}

function asked(revision: string): readonly string[] {
  return ['rev-parse', '--verify', '--quiet', '--end-of-options', revision];
}

/** Names of branches and tags. */
export async function revisionNames(root: string): Promise<readonly string[]> {
  const answer = await git(root, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags']);
  return answer.ok ? answer.output.toString('utf8').split('\n').filter(Boolean) : [];
}

const SOUND = 'compare with a revision whose project `ews compile` accepts, or with a stored run';
const WHOLE = 'this clone is partial: fetch the revision whole, git fetch --refetch, or compare with a run';

function unreadable(revision: string, why: string, hint: string): Problem {
  return problem('EWS4012', `the definitions of ${revision} cannot be read: ${why}`, { hint });
}
