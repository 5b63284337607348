import { type Checkout, producerOf, projectNamespace, type RunName } from '../../../lineage/index.ts';
import type { Definitions } from '../../project/index.ts';
import type { Origin } from '../../steps/index.ts';
import type { BuildOptions } from '../build-options.ts';
import { openLineageRunId } from './run-id.ts';

/** What all events of a run have in common. */
export interface RunFacts {
  readonly project: string;
  /** The file that declares the project. */
  readonly file: string;
  readonly producer: string;
  /** Id of the run in the lake. */
  readonly run: string;
  /** The build, as its nodes refer to it. */
  readonly build: RunName;
  readonly version: string;
  readonly checkout: Checkout;
  readonly tags: Readonly<Record<string, string>>;
}

export type FactsInput = Pick<BuildOptions, 'run' | 'command' | 'environment' | 'target'>;

export function runFacts({ config }: Definitions, options: FactsInput, origin: Origin): RunFacts {
  const { run, command, environment, target } = options;
  const name = `${config.name}.${command}`;
  return {
    project: config.name,
    file: config.yaml.file.path,
    producer: producerOf(origin.version),
    run,
    build: { runId: openLineageRunId(run, name), job: { namespace: projectNamespace(config.name), name } },
    version: origin.version,
    checkout: checkoutOf(origin),
    tags: { run, environment, target: target.name },
  };
}

/** The checkout that a project is read from now. */
export function checkoutOf({ commit, checkout }: Origin): Checkout {
  return { folder: '', ...checkout, ...(commit === null ? {} : { commit }) };
}
