import { expect, it } from 'vitest';
import { compile } from '../../engine/compile/index.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { idOf } from '../../engine/ids/index.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { SMALL_PROJECT } from './one-query.ts';

it.each(['abs(', '- ', 'NOT NOT '])(
  'a query of many %s is read whole, or told to be nested too deeply',
  async (opening) => {
    let read = 0;
    for (const depth of [10, 120, 250, 400, 700, 980]) {
      const [call, close] = [opening.repeat(depth), (opening.endsWith('(') ? ')' : '').repeat(depth)];
      const value = opening.startsWith('NOT') ? `(${call}value > 0)::INT` : `${call}value${close}`;
      const files = { ...SMALL_PROJECT, 'features/planted.sql': `SELECT date, ${value} AS x FROM fred.unrate` };
      const { definitions } = await readProject('/a/project', memoryFiles(files));
      if (definitions === undefined) throw new Error('the project does not read');
      try {
        const graph = await compile(definitions, { warehouses: IN_PROCESS });
        const planted = graph.nodes.get(idOf.group('planted'));
        if (planted?.kind !== 'feature') throw new Error('planted is a group');
        expect(planted.query.lineage.columns.map(({ column }) => column)).toEqual(['date', 'x']);
        expect(planted.query.spans['x']).toMatchObject({ line: 1, column: 14 });
        expect(JSON.stringify(planted.recipe)).not.toContain('query_location');
        read += 1;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        expect(error.problems.map(({ message }) => message).join()).toMatch(/nested deeper/);
      }
    }
    expect(read).toBeGreaterThan(2);
  },
);
