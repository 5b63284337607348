import type { Procedures } from '../warehouse/index.ts';
import { EXCERPT_OF_CSV, NAMES_OF_CSV, STAGE_CSV } from './csv/procedures.ts';

/** What a worker does with the bytes of sources, beside the tables that they go into. */
export const PROCEDURES: Procedures = [STAGE_CSV, NAMES_OF_CSV, EXCERPT_OF_CSV];
