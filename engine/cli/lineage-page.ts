import type { LineageGraph } from '../../lineage/index.ts';
import { lineagePageData, renderLineagePage } from '../report/index.ts';
import type { DefinitionWords } from '../run/index.ts';
import { lineagePlace } from './lineage-place.ts';

/** A lineage, what its definitions say, and where both come from. */
export interface LineageSource {
  readonly project: string;
  readonly origin: string;
  readonly lineage: LineageGraph;
  readonly definitions: DefinitionWords;
}

/** The lineage as a page that opens on the target. ProblemError EWS6002 or EWS6003 when that is not clear. */
export async function lineagePage(source: LineageSource, target: string): Promise<string> {
  const { project, origin, lineage, definitions } = source;
  const focus = lineagePlace(lineage, target);
  return renderLineagePage(lineagePageData({ project, origin, focus, stages: lineage.stages, definitions }));
}
