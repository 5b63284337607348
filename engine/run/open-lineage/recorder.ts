import type { OpenLineageEvent } from '../../../lineage/index.ts';
import type { Graph, NodeId } from '../../compile/index.ts';
import { ingestedSource, nodeId } from '../../ids/index.ts';
import type { PlanStage } from '../../plan/index.ts';
import { present } from '../../presence/index.ts';
import type { NodeResult, RunEvent } from '../events.ts';
import { datasetCatalogue } from './dataset-catalogue.ts';
import { type Ending, errorOfBuild } from './ending.ts';
import { buildEvent, type EventMoment, nodeEvent, nodeMoment } from './event.ts';
import type { JobContext } from './node-job.ts';
import type { RunFacts } from './run-facts.ts';

type Id = NodeResult['id'];

/** How a build ended, as OpenLineage has it. */
function buildMoment(ending: Ending, eventTime: string): EventMoment {
  const error = errorOfBuild(ending);
  if (ending.kind === 'stopped' && ending.interrupted) return { eventType: 'ABORT', eventTime, error };
  return { eventType: error === undefined ? 'COMPLETE' : 'FAIL', eventTime, error };
}

/**
 * Where nobody is told of events before the run ends they are written after so long: describing the project takes as
 * long as a small group does, and somebody waits for that one.
 */
const LATER_MS = 500;

/** How a recorder hands on what it hears. */
export interface RecorderUse {
  /** Whoever is told of each event at once. */
  readonly handOver?: ((event: OpenLineageEvent) => void) | undefined;
  /** Nothing is written before the run ends, unless it is handed over: somebody waits for all that the run computes. */
  readonly atEnd?: boolean;
}

/**
 * Writes what a run tells as OpenLineage events, each handed over as soon as it is known, to whoever there is. A node
 * has events when it is executed or when it was to be executed and was skipped; what is reused did not run.
 */
export class Recorder {
  readonly #facts: RunFacts;
  readonly #now: () => Date;
  readonly #use: RecorderUse;
  readonly #events: OpenLineageEvent[] = [];
  /** Events that are not written yet. */
  #unwritten: (() => OpenLineageEvent)[] = [];
  #writing: NodeJS.Timeout | undefined;
  readonly #started = new Map<Id, string>();
  /** Nodes that have a START and no end yet. */
  readonly #open = new Set<Id>();
  /** Ends of ingestions, which wait for the plan: it knows what was stored. */
  #ingested: { readonly result: NodeResult; readonly at: string }[] = [];
  #plan: Map<NodeId, PlanStage> | undefined;
  #graph: Graph | undefined;
  #place: (() => JobContext) | undefined;

  constructor(facts: RunFacts, now: () => Date, use: RecorderUse = {}) {
    this.#facts = facts;
    this.#now = now;
    this.#use = use;
  }

  /** The project as compiled: before anything of a node is told, and again if ingesting has changed it. */
  compiled(graph: Graph): void {
    this.#graph = graph;
    const { version, checkout } = this.#facts;
    let place: JobContext | undefined;
    this.#place = () => {
      place ??= { graph, catalogue: datasetCatalogue(graph, version), checkout };
      return place;
    };
  }

  get hasCompiled(): boolean {
    return this.#graph !== undefined;
  }

  hear(event: RunEvent): void {
    switch (event.kind) {
      case 'run_started':
        this.#add(() => buildEvent(this.#facts, { eventType: 'START', eventTime: event.at }));
        return;
      case 'planned':
        this.#plan = new Map(event.plan.stages.map((stage) => [stage.node, stage]));
        this.#endIngestions();
        return;
      case 'settled':
        this.#plan?.set(event.stage.node, event.stage);
        return;
      case 'node_started':
        this.#started.set(event.id, this.#time());
        if (ingestedSource(event.id) !== undefined || this.#stage(event.id)?.action === 'execute')
          this.#start(event.id);
        return;
      case 'node_finished':
        this.#finished(event.result);
        return;
      case 'compiled':
      case 'ingest_progress':
      case 'problem':
      case 'run_finished':
        return;
      default:
        throw new Error(`unknown event ${(event satisfies never as RunEvent).kind}`);
    }
  }

  /** Ends what still runs, and returns all events with the build's own end, which is not handed over yet. */
  end(ending: Ending): { readonly all: readonly OpenLineageEvent[]; readonly last: OpenLineageEvent } {
    this.#endIngestions();
    for (const id of this.#open) this.#addEnd(id, { eventType: 'ABORT', eventTime: this.#time(), error: 'stopped' });
    this.#write();
    const last = buildEvent(this.#facts, buildMoment(ending, this.#time()));
    return { all: [...this.#events, last], last };
  }

  #finished(result: NodeResult): void {
    const { id, status } = result;
    if (ingestedSource(id) !== undefined && this.#open.has(id)) {
      this.#ingested.push({ result, at: this.#time() });
      return;
    }
    if (status === 'skipped' && !this.#open.has(id)) this.#start(id);
    if (this.#open.has(id)) this.#addEnd(id, nodeMoment(result, this.#time()), result);
  }

  #endIngestions(): void {
    for (const { result, at } of this.#ingested) this.#addEnd(result.id, nodeMoment(result, at), result);
    this.#ingested = [];
  }

  #start(id: Id): void {
    const eventTime = this.#started.get(id) ?? this.#time();
    this.#open.add(id);
    this.#addOfNode(id, { eventType: 'START', eventTime });
  }

  #addEnd(id: Id, moment: ReturnType<typeof nodeMoment>, result?: NodeResult): void {
    this.#open.delete(id);
    this.#addOfNode(id, moment, result);
  }

  /** The project is described when the first node needs it: most runs execute nothing. */
  #addOfNode(id: Id, moment: EventMoment, result?: NodeResult): void {
    const described = present(this.#place, 'the project, before a node of it is told of');
    const plan = this.#stages();
    this.#add(() => nodeEvent(this.#facts, described(), id, { ...moment, plan, result }));
  }

  #add(event: () => OpenLineageEvent): void {
    this.#unwritten.push(event);
    if (this.#use.handOver !== undefined) this.#write();
    else if (this.#use.atEnd !== true) this.#writing ??= setTimeout(() => this.#writeAhead(), LATER_MS).unref();
  }

  #writeAhead(): void {
    try {
      this.#write();
    } catch {
      // It is thrown again when the run ends, where somebody hears it.
    }
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    const written = this.#unwritten.map((event) => event());
    this.#unwritten = [];
    for (const event of written) {
      this.#events.push(event);
      this.#use.handOver?.(event);
    }
  }

  #stage(id: Id): PlanStage | undefined {
    return this.#plan?.get(nodeId(id));
  }

  #stages(): ReadonlyMap<NodeId, PlanStage> {
    return this.#plan ?? new Map();
  }

  #time(): string {
    return this.#now().toISOString();
  }
}
