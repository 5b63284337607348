import { describe, expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { present } from '../../engine/presence/index.ts';
import { copyProject, edit, planProject } from '../build/small-project.ts';

/** What is said of a first cut-off, where the calendar ends so; nothing: the project compiles. */
async function saidOf(firstCutoff: string, end: string): Promise<readonly string[]> {
  const project = await copyProject(onTestFinished);
  await edit(project, 'models/crisis_probit.yaml', '2005-01-31', firstCutoff);
  await edit(project, 'ews.config.yaml', 'end: 2009-12-31', `end: ${end}`);
  try {
    await planProject(project);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, message, span }) => {
      const { file, line, column } = present(span);
      return `${code} ${message} ${file}:${line}:${column}`;
    });
  }
}

const told = (firstCutoff: string, lastDate: string): string =>
  `EWS2133 models.crisis_probit is never fitted: its first cut-off is ${firstCutoff}, the last decision date ` +
  `${lastDate} models/crisis_probit.yaml:7:17`;

describe('a first cut-off', () => {
  it.each([
    ['2009-12-31', '2009-12-31', []],
    ['2009-11-30', '2009-12-15', []],
    ['2009-12-01', '2009-12-15', [told('2009-12-01', '2009-11-30')]],
    ['2009-12-31', 'data', []],
    ['2010-01-01', 'data', [told('2010-01-01', '2009-12-31')]],
  ])('of %s, where decision dates end %s', async (firstCutoff, end, expected) => {
    expect(await saidOf(firstCutoff, end)).toEqual(expected);
  });
});
