import type { Located } from '../project/index.ts';
import type { TestBody } from './graph.ts';

type ColumnTestBody = Extract<TestBody, { readonly kind: 'column' }>;

/** What there is to know of a column's test, but for its place. */
export type PlacelessTestBody = Omit<ColumnTestBody, 'span'>;

/** A column's test whose place is looked up when it is wanted: of most tests it never is. */
export function columnTestBody(body: PlacelessTestBody, yaml: () => Located): ColumnTestBody {
  return {
    ...body,
    get span() {
      return yaml().spanOf(['columns', body.column, 'tests', body.index]);
    },
  };
}
