import { KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../bitemporal/index.ts';
import { didYouMean, type Problem } from '../diagnostics/index.ts';
import { badLag, isLag } from './publication-lag.ts';
import type { FileRequest } from './request.ts';
import { tableShape } from './shape.ts';
import { fileProblem, type StagedFile } from './staged-file.ts';

/** Tells what is wrong with the declaration of a file before its data are looked at. */
export function declarationFaults(file: StagedFile, request: FileRequest): readonly Problem[] {
  const { knowledge, dateColumn, dated, keys, columns } = request;
  const names = columns.map(({ name }) => name);
  const known = knowledge.kind === 'column' ? [knowledge.column, knowledge.endColumn] : [];
  const dates = [dateColumn, ...known].filter((name) => name !== undefined);
  const shape = tableShape(request);
  const given: readonly string[] = [...KNOWLEDGE_COLUMNS, RAW_COLUMN];
  const taken = [
    ...shape.columns.filter(({ name }) => given.includes(name)).map(({ name }) => name),
    ...columns.flatMap(({ header }) => (header !== undefined && /^__(row|line)$/i.test(header) ? [header] : [])),
  ];
  const lags = knowledge.kind === 'lag' ? [knowledge.lagDays] : Object.values(knowledge.otherwise ?? {});
  return [
    ...[...dates, ...keys]
      .filter((name) => !names.includes(name))
      .map((name) => {
        const hint = didYouMean(name, names) ?? `declared are: ${names.join(', ')}`;
        return fileProblem(file, 'EWS3004', `column "${name}" is used and not declared`, hint);
      }),
    ...columns
      .filter(({ name, type }) => dates.includes(name) && !/^DATE$/i.test(type))
      .map(({ name, type }) => fileProblem(file, 'EWS3004', `column "${name}" is ${type}`, 'declare it as DATE')),
    ...taken.map((name) =>
      fileProblem(file, 'EWS3004', `column "${name}" has a name that the engine gives`, 'rename it in file and source'),
    ),
    ...lags.filter((lag) => !isLag(lag, dated)).map((lag) => badLag(file, `${request.source}.${request.table}`, lag)),
    ...(knowledge.kind === 'lag' && shape.values.length === 0
      ? [fileProblem(file, 'EWS3004', 'has only keys and a date', 'declare at least one column that holds a value')]
      : []),
  ];
}
