import { staticEvents, type TraceOptions, trace } from '../../lineage/index.ts';
import { lineagePageData, renderLineagePage } from '../report/index.ts';
import type { LineageFormat } from './lineage-format.ts';
import { lineagePlace } from './lineage-place.ts';
import type { LineageSource } from './lineage-source.ts';
import { renderLineage } from './render-lineage.ts';
import type { Terminal } from './terminal.ts';

/** How a lineage is shown, and how much of it. */
export interface LineageShape {
  readonly format: LineageFormat;
  readonly options: TraceOptions;
}

/** The lineage of a target in the words of a format. ProblemError EWS6002 or EWS6003 when the target is not clear. */
export async function lineageText(
  source: LineageSource,
  target: string,
  { format, options }: LineageShape,
  terminal: Terminal,
): Promise<string> {
  const { project, origin, lineage, definitions } = source;
  const place = lineagePlace(lineage, target);
  if (format === 'html') {
    return renderLineagePage(lineagePageData({ project, origin, focus: place, stages: lineage.stages, definitions }));
  }
  const tree = trace(lineage, place, options);
  if (tree === undefined) throw new Error(`${target} has no lineage`);
  if (format !== 'openlineage') return renderLineage(tree, format, terminal);
  // One event a line, as `runs/<id>/openlineage.jsonl` has them.
  return staticEvents(source.catalogue, tree, source.at, source.checkout)
    .map((event) => JSON.stringify(event))
    .join('\n');
}
