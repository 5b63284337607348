import type { Problem } from '../../diagnostics/index.ts';

/** All that ews prints for programs: the types that the JSON Schemas of `schemas/output` are made from. */
export type { LogLine } from '../log-line.ts';
export type { CommandResults } from './command-results.ts';
export type { EnvelopeHead } from './envelope.ts';

/** What `--problems json` tells. */
export type ProblemList = readonly Problem[];
