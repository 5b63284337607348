import { ProblemError, problemError, topOf } from '../diagnostics/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import { overLimit } from '../warehouse/index.ts';

/**
 * What reads the files or the observations of a source, and was ended or went beyond a limit: ProblemError EWS3041
 * where the source is declared. All other errors are returned as they are.
 */
export function asSourceProblem(error: unknown, { name, yaml }: SourceDefinition): unknown {
  if (error instanceof ProblemError) return error;
  const over = overLimit(error, 'data');
  if (over === undefined) return error;
  return problemError('EWS3041', `source ${name} ${over.words}`, { span: topOf(yaml.file.path), hint: over.hint });
}
