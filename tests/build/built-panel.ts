import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { EventCardBody } from '../../engine/cards/index.ts';
import { present } from '../../engine/presence/index.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { objectFile } from './object-file.ts';
import { type Country, panelProject } from './panel-project.ts';
import { type Built, buildProject, nodeResult, type OnFinished, type TestProject } from './small-project.ts';

export interface BuiltPanel {
  readonly project: TestProject;
  readonly built: Built;
  readonly body: EventCardBody;
  /** The exported card, as text and as a page. */
  readonly markdown: string;
  readonly html: string;
  /** What is stored, in the order of the file. */
  readonly rows: (kind: 'frame' | 'prediction' | 'alarms') => Promise<readonly Row[]>;
}

/** A project over some countries, built; `change` edits it before. */
export async function builtPanel(
  countries: readonly Country[],
  {
    keyed = true,
    change = async () => undefined,
    onFinished = onTestFinished,
  }: {
    readonly keyed?: boolean;
    readonly change?: (project: TestProject) => Promise<void>;
    readonly onFinished?: OnFinished;
  } = {},
): Promise<BuiltPanel> {
  const project = await panelProject(onFinished, { countries, keyed });
  await change(project);
  const built = await buildProject(project);
  const { status, problems, objects } = nodeResult(built, 'models.crisis_logit');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(status).toBe('ok');
  const card = path.join(project.lake, 'runs', built.result.run, 'cards', 'crisis_logit');
  const rows = async (kind: string): Promise<readonly Row[]> => {
    const { fingerprint } = present(objects.find((each) => each.kind === kind));
    const file = await objectFile(path.join(project.lake, 'objects', kind, 'crisis_logit', fingerprint));
    const options = { memoryLimit: '256MB', tempDirectory: project.root };
    return withWarehouse(IN_PROCESS, options, (warehouse) =>
      warehouse.rows(`SELECT * FROM read_parquet(${quoteText(file)})`),
    );
  };
  return {
    project,
    built,
    body: JSON.parse(await readFile(`${card}.json`, 'utf8')).body,
    markdown: await readFile(`${card}.md`, 'utf8'),
    html: await readFile(`${card}.html`, 'utf8'),
    rows,
  };
}
