import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gapsOfCard } from '../../engine/cards/index.ts';
import type { Problem } from '../../engine/diagnostics/index.ts';
import { renderRunPages, resultText } from '../../engine/report/index.ts';
import { paintFor } from '../../engine/report/paint/index.ts';
import { openCardValidator } from '../cards/card-schema.ts';
import { type Built, buildProject, copyProject, edit, type TestProject } from './small-project.ts';

/** Loans end in June 2008 and lack three months of 2006, and so six growths; a second model reads them too. */
async function damaged(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  const file = path.join(project.root, 'sources/data/loans.csv');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const kept = lines.filter((line) => line.startsWith('date') || line.slice(0, 7) <= '2008-06');
  const text = kept.map((line) => (/^2006-0[345]/.test(line) ? line.replace(/,.*/, ',') : line));
  await writeFile(file, `${text.join('\n')}\n`);
  // Its test would keep the models from being built.
  await edit(project, 'features/strain.yaml', '    tests:\n      - not_null\n', '');
  const model = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
  await writeFile(
    path.join(project.root, 'models/other_probit.yaml'),
    model.replace('crisis_probit', 'other_probit').replace('seed: 7', 'seed: 8'),
  );
  return project;
}

const GAPS = /^EWS304[2-7]$/;

function gapsTold({ result }: Built): readonly Problem[] {
  return result.problems.filter(({ code }) => GAPS.test(code));
}

const build = (project: TestProject, run: string, changes = {}) =>
  buildProject(project, { run, renderPages: renderRunPages, ...changes });

describe('what is missing in silence', () => {
  it('is told once for both models: as text, as JSON, on the page, and by each card in its three forms', async () => {
    const project = await damaged();
    const built = await build(project, 'first');
    const told = gapsTold(built);
    expect(told.map(({ code }) => code)).toEqual(['EWS3043', 'EWS3045', 'EWS3044']);
    const [unpredicted, , late] = told;
    expect(unpredicted?.message).toMatch(/^models\.crisis_probit, models\.other_probit predict nothing on 6 of 60 dec/);
    expect(late?.message).toMatch(
      /^bank\.loans\.amount has nothing newer than 2008-06-01: monthly, due 2008-08-30, 488 days late on 2009-12-31; /,
    );
    expect(late?.message).toContain('read by models.crisis_probit, models.other_probit');
    expect(late?.span).toMatchObject({ file: 'sources/bank.yaml', line: 15, column: 16 });

    const fileOf = (file: string): Promise<string> => readFile(path.join(project.lake, 'runs/first', file), 'utf8');
    const text = resultText(built.result, undefined, paintFor({}, {}));
    const page = await fileOf('index.html');
    const stored = JSON.parse(await fileOf('run_results.json'));
    expect(stored.problems).toEqual(JSON.parse(JSON.stringify(built.result.problems)));
    for (const { code, message, notes = [] } of told) {
      expect(text).toContain(`warning ${code} ${message}`);
      expect(page).toContain(`warning ${code}</span><div><p>${message}</p>`);
      for (const note of notes) {
        expect(text).toContain(note);
        expect(page).toContain(`<p class="hint">${note}</p>`);
      }
    }

    const faultsOf = openCardValidator();
    for (const model of ['crisis_probit', 'other_probit']) {
      const card = JSON.parse(await fileOf(`cards/${model}.json`));
      expect(faultsOf(card)).toEqual([]);
      expect(gapsOfCard(card.body).map(({ kind }) => kind)).toEqual(['not_predicted', 'late_input', 'lost_outcomes']);
      const [html, markdown] = [await fileOf(`cards/${model}.html`), await fileOf(`cards/${model}.md`)];
      const at = card.body.limitations.findIndex(({ kind }: { readonly kind: string }) => kind === 'late_input');
      expect(html).toContain(`<data value="488" data-pointer="/body/limitations/${at}/lateDays">488</data> days late`);
      expect(html).toContain('bank.loans.amount, monthly, has nothing newer than');
      expect(html).toContain('Nothing is predicted on ');
      expect(markdown).toMatch(/- bank\.loans\.amount, monthly, has nothing newer than \[2008-06-01\].*days late on/);
      expect(markdown).toMatch(/- Nothing is predicted on \[6\].* of \[60\].* a feature is missing/);
      expect(markdown).toMatch(/known outcomes of labels\.crisis\\_ahead are never learnt from/);
    }
  });

  it('is told again of what is reused or not selected, and not of numbers that are not of now', async () => {
    const project = await damaged();
    const first = gapsTold(await build(project, 'first'));
    expect(first).toHaveLength(3);
    expect(gapsTold(await build(project, 'reused'))).toEqual(first);
    expect(gapsTold(await build(project, 'beside', { select: ['credit'] }))).toEqual(first);
    await edit(project, 'models/other_probit.yaml', 'seed: 8', 'seed: 9');
    const stale = gapsTold(await build(project, 'stale', { select: ['credit'] }));
    expect(stale.map(({ code }) => code)).toEqual(first.map(({ code }) => code));
    for (const { message } of stale) expect(message).not.toContain('other_probit');
  });

  it('is nothing where nothing is missing, or its lack is declared', async () => {
    const project = await copyProject(onTestFinished);
    expect(gapsTold(await build(project, 'whole'))).toEqual([]);
  });

  it('names the source whose later data nothing uses, where the project did not say so', async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'sources/bank.yaml', 'complete_through: 2009-12-31', 'complete_through: 2008-06-30');
    for (const name of ['loans', 'turns']) {
      const file = path.join(project.root, `sources/data/${name}.csv`);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      await writeFile(file, `${lines.filter((line) => !/(^|,)(2009|2008-(0[6-9]|1))/.test(line)).join('\n')}\n`);
    }
    await edit(project, 'ews.config.yaml', 'end: 2009-12-31', 'end: data');
    const [told, ...others] = gapsTold(await build(project, 'held'));
    expect(others).toEqual([]);
    // Long and short rates of June 2008, known on 1 July, to November 2009, of 18 months each.
    expect(told).toMatchObject({
      code: 'EWS3047',
      message: '36 rows of rates, complete through 2009-12-31, are known only after the last decision date 2008-06-30',
      notes: ['18 more decision dates by rates, read by models.crisis_probit'],
      span: { file: 'sources/rates.yaml', line: 5 },
    });
    // It takes at least one decision date.
    await edit(project, 'sources/rates.yaml', 'complete_through: 2009-12-31', 'complete_through: 2008-07-30');
    expect(gapsTold(await build(project, 'soon'))).toEqual([]);
    await edit(project, 'sources/rates.yaml', 'complete_through: 2008-07-30', 'complete_through: 2009-12-31');
    await edit(project, 'ews.config.yaml', 'end: data', 'end: 2008-06-30');
    expect(gapsTold(await build(project, 'declared'))).toEqual([]);
    const card = JSON.parse(await readFile(path.join(project.lake, 'runs/declared/cards/crisis_probit.json'), 'utf8'));
    expect(gapsOfCard(card.body)).toMatchObject([{ kind: 'unused_rows', source: 'rates', rows: 36, dates: 18 }]);
  });

  it('names the dates before the first cut-off that could be trained, and what it lacked', async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'models/crisis_probit.yaml', '2005-01-31', '2001-01-31');
    const [told, ...others] = gapsTold(await build(project, 'early'));
    expect(others).toEqual([]);
    expect(told).toMatchObject({ code: 'EWS3043', span: { file: 'models/crisis_probit.yaml' } });
    expect(told?.notes?.join()).toMatch(
      /^\d+, 2001-01-31 \.\. 200\d-12-31: no cut-off could be trained by then: \d known/,
    );
  });
});
