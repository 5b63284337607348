import type { LineageJson } from '../../lineage/index.ts';
import type { NodeId } from '../compile/index.ts';
import type { RelationSummary } from '../ingest/index.ts';
import { indentedJson, sha256 } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { type Definitions, originOf } from '../project/index.ts';
import { DIGEST_RULES, lineageStages, storedStages } from '../steps/index.ts';
import { definitionWords } from './definition-words.ts';
import type { PlannedRun } from './planned-run.ts';
import type { RunLineage } from './run-lineage.ts';

/** What lineage follows from. */
export interface LineageInput extends Pick<PlannedRun, 'graph'> {
  readonly manifest: Manifest;
  readonly relations: ReadonlyMap<NodeId, RelationSummary>;
}

/** The files of a run that hold its lineage and the words of it. */
export const LINEAGE_FILES = ['lineage.json', 'definitions.json'] as const;

type LineageFile = (typeof LINEAGE_FILES)[number];

/** Lineage and its files, made when somebody asks, and once: a run that changed nothing needs none of it. */
export class LineageRecords {
  readonly #input: LineageInput;
  #lineage: RunLineage | undefined;
  readonly #texts = new Map<LineageFile, string>();

  constructor(input: LineageInput) {
    this.#input = input;
  }

  lineage(): RunLineage {
    const { graph } = this.#input;
    this.#lineage ??= {
      stages: storedStages(lineageStages(graph), this.#input),
      definitions: definitionWords(graph),
    };
    return this.#lineage;
  }

  text(file: LineageFile): string {
    const text = this.#texts.get(file) ?? indentedJson(this.#content(file));
    this.#texts.set(file, text);
    return text;
  }

  #content(file: LineageFile): object {
    const { stages, definitions } = this.lineage();
    const lineage: LineageJson = { digests: DIGEST_RULES, stages };
    return file === 'lineage.json' ? lineage : definitions;
  }
}

/**
 * A digest of what lineage follows from beside the tree of the environment: definitions, engine, and what is stored of
 * sources. Undefined where nobody knows what the definitions follow from.
 */
export function lineageOrigin(
  definitions: Definitions,
  relations: ReadonlyMap<NodeId, RelationSummary>,
): string | undefined {
  const origin = originOf(definitions);
  return origin === undefined ? undefined : sha256(JSON.stringify([origin, [...relations]]));
}
