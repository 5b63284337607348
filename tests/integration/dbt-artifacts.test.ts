import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runArtifacts } from '../../engine/cli/commands/artifacts.ts';
import { addFiles, buildProject, copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { describeWithPython } from '../python/python-readers.ts';

const PARSE = `
import json, sys
from dbt_artifacts_parser import parser
def read(name):
    with open(sys.argv[1] + '/' + name + '.json') as file: return json.load(file)
manifest = parser.parse_manifest_v12(read('manifest'))
results = parser.parse_run_results_v6(read('run_results'))
catalog = parser.parse_catalog_v1(read('catalog'))
sources = parser.parse_sources_v3(read('sources'))
known = set(manifest.nodes) | set(manifest.sources) | set(manifest.unit_tests)
unit_tests = manifest.unit_tests.values()
print(json.dumps({
  'kinds': sorted({node.resource_type for node in manifest.nodes.values()}),
  'sources': sorted(manifest.sources),
  'parents': manifest.parent_map['model.small.features_slope'],
  'unknown': [r.unique_id for r in results.results if r.unique_id not in known]
    + [id for id in list(catalog.nodes) + list(catalog.sources) if id not in known]
    + [p for ps in manifest.parent_map.values() for p in ps if p not in known]
    + [r.unique_id for r in sources.results if r.unique_id not in known],
  'statuses': sorted({str(getattr(r.status, 'value', r.status)) for r in results.results}),
  'columns': {n: c.type for n, c in catalog.nodes['model.small.features_slope'].columns.items()},
  'macros': {id: [m.macro_sql, [a.name for a in m.arguments]] for id, m in manifest.macros.items()},
  'called': manifest.nodes['model.small.features_slope'].depends_on.macros,
  'unit_tests': [[t.unique_id, t.model, t.depends_on.nodes, [g.input for g in t.given], t.expect.rows]
    for t in unit_tests],
  'code': 'slope' in manifest.nodes['model.small.features_slope'].raw_code,
}))`;

await describeWithPython('ews artifacts', (ask) => {
  it('writes what dbt-artifacts-parser reads, and names nothing that is not there', async () => {
    const project = await copyProject(onTestFinished);
    await addFunctionAndUnitTest(project);
    await buildProject(project);
    const output = path.join(project.root, 'artifacts');
    const flags = { projectDir: project.root, logFormat: 'text', output } as const;
    expect(await runArtifacts(flags, recordingTerminal())).toBe(0);
    expect(await ask(PARSE, output)).toMatchObject({
      kinds: ['model', 'test'],
      sources: expect.arrayContaining(['source.small.rates.long', 'source.small.rates.short']),
      parents: ['source.small.rates.long', 'source.small.rates.short'],
      unknown: [],
      statuses: ['pass', 'success'],
      columns: { date: 'DATE', slope: 'DOUBLE' },
      code: true,
      macros: {
        'macro.small.spread': ['spread(a DOUBLE, b DOUBLE) AS a - b', ['a', 'b']],
        'macro.ews.log': [expect.stringMatching(/^log\(/), expect.any(Array)],
      },
      called: ['macro.ews.log', 'macro.small.spread'],
      unit_tests: [
        [
          'unit_test.small.features_slope.steep',
          'features_slope',
          ['model.small.features_slope'],
          ["source('rates', 'long')", "source('rates', 'short')"],
          [{ as_of: '2001-03-31', slope: 3 }],
        ],
      ],
    });
    await expect(runArtifacts(flags, recordingTerminal())).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
    await buildProject(project);
    expect(await runArtifacts({ ...flags, overwrite: true }, recordingTerminal())).toBe(0);
    expect(await ask(PARSE, output)).toMatchObject({ statuses: ['pass', 'reused'], unknown: [] });
  });
});

async function addFunctionAndUnitTest(project: TestProject): Promise<void> {
  await mkdir(path.join(project.root, 'features/lib'));
  await addFiles(project, {
    'features/lib/spread.sql': 'CREATE FUNCTION spread(a DOUBLE, b DOUBLE) AS a - b;\n',
    'features/lib/spread.yaml': `functions:
  spread: { description: a less b, returns: { type: DOUBLE }, cases: [{ call: "spread(3, 2)", is: 1 }] }
`,
  });
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'lib.spread(long.value, short.value)');
  await edit(project, 'features/slope.sql', 'THEN 1', 'OR ews.log(10) < 1 THEN 1');
  const unitTest = `unit_tests:
  steep:
    as_of: 2001-03-31
    given:
      rates.long: [{ date: 2001-01-01, value: 5 }]
      rates.short: [{ date: 2001-01-01, value: 2 }]
    expect: [{ as_of: 2001-03-31, slope: 3 }]
columns:`;
  await edit(project, 'features/slope.yaml', 'columns:', unitTest);
}
