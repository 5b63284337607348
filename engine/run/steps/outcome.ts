import type { Problem } from '../../diagnostics/index.ts';
import type { Content, NewObjectId, ObjectId, ObjectMeta, PlainObject } from '../../lake/index.ts';
import { commitObject } from '../../lake/index.ts';
import type { KnownContents, NodeFacts, TestOutcome, TrainingIsolation } from '../../plan/index.ts';
import type { StepContext } from '../../steps/index.ts';

/** What a step made. A step that fails throws ProblemError instead. */
export interface StepOutcome {
  /** The main object first, then its companions. */
  readonly objects: readonly ObjectId[];
  readonly rows: number | null;
  readonly note: string;
  readonly warnings: readonly Problem[];
  /** Of a group or label, as it is stored: what was stored before without digests stays as it is. */
  readonly contents?: KnownContents;
  readonly test?: TestOutcome;
  readonly isolation?: TrainingIsolation;
}

export interface MainObject {
  readonly id: NewObjectId;
  readonly files: ReadonlyMap<string, Content>;
  readonly inputs: readonly ObjectId[];
  readonly extra?: PlainObject;
}

/** Commits a node's main object last, with the facts that let any environment reuse it. */
export async function commitMain(context: StepContext, main: MainObject, facts: NodeFacts): Promise<StepOutcome> {
  await context.cleared?.();
  const meta = await commitObject(context.store, {
    ...main.id,
    files: main.files,
    inputs: main.inputs,
    extra: { ...main.extra, facts: asPlain(facts) },
  });
  return {
    objects: [main.id, ...facts.companions],
    rows: facts.rows,
    note: facts.note,
    warnings: facts.warnings,
    ...(facts.contents === undefined ? {} : { contents: contentsIn(meta) }),
    ...(facts.test === undefined ? {} : { test: facts.test }),
    ...(facts.isolation === undefined ? {} : { isolation: facts.isolation }),
  };
}

/** What an object says of its rows. */
function contentsIn({ extra }: ObjectMeta): KnownContents {
  const { contents } = extra['facts'] as unknown as NodeFacts;
  return contents ?? 'whole';
}

/** A value as JSON would carry it: absent fields dropped. */
export function asPlain(value: unknown): PlainObject {
  return JSON.parse(JSON.stringify(value)) as PlainObject;
}
