import { compareText } from '../edge.ts';
import type { Stage } from '../stages/stage.ts';

export interface DatasetName {
  readonly namespace: string;
  readonly name: string;
}

/** Where the jobs of a project are named, and the datasets that it makes. */
export function projectNamespace(project: string): string {
  return `ews://${project}`;
}

/**
 * A stage of a project is a dataset of the project's namespace. Raw bytes have that of their source: the server of an
 * address and the path there, or `file` and the path within the project, behind the project's name, because two
 * projects may have the same paths.
 */
export function datasetName(stage: Stage, project: string): DatasetName {
  if (stage.kind !== 'raw') return { namespace: projectNamespace(project), name: stage.id };
  const place = stage.evidence?.file ?? stage.id;
  if (!/^https?:\/\//.test(place)) return { namespace: 'file', name: `${project}/${place}` };
  const { origin, pathname } = new URL(place);
  return { namespace: origin, name: pathname.slice(1) };
}

export function compareNames(left: DatasetName, right: DatasetName): number {
  return compareText(left.namespace, right.namespace) || compareText(left.name, right.name);
}
