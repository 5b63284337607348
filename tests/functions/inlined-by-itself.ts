import { Functions } from '../../engine/compile/inline/index.ts';
import { type ParseOutcome, parseQuery, type QueryContext } from '../../engine/compile/parse.ts';
import { readFunctionTexts } from '../../engine/project/functions/read-function-texts.ts';
import type { FunctionDefinition } from '../../engine/project/index.ts';
import type { Warehouse } from '../../engine/warehouse/index.ts';

/** A query with its functions, all of which give DOUBLE, written out without a project around it. */
export function parsedWith(warehouse: Warehouse, library: string, sql: string): Promise<ParseOutcome> {
  const { functions: texts, problems } = readFunctionTexts({ path: 'features/lib/own.sql', text: library });
  if (problems.length > 0) throw new Error(`${problems[0]?.message}: ${library}`);
  const functions = texts.map((text): FunctionDefinition => {
    const returns = { kind: 'scalar', type: 'DOUBLE' } as const;
    return { ...text, schema: 'lib', description: 'generated', returns, cases: [] };
  });
  const known = new Functions({ functions, unsoundFunctions: new Set(), hasOpenLibrary: false }, []);
  const context: QueryContext = {
    file: { path: 'features/planted.sql', text: sql },
    reads: 'feature',
    relationKind: () => 'source',
    relationNames: [],
    functions: known,
  };
  return parseQuery(warehouse, context, []);
}
