import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from './small-project.ts';

/** Growth over one month instead of six; the lag of bank.loans is 30 days after the month. */
export const CREDIT = `
unit_tests:
  one_month:
    as_of: [2005-04-01, 2005-04-30]
    vars: { trend_months: 1 }
    given:
      bank.loans:
        - { date: 2005-01-01, amount: 100 }
        - { date: 2005-02-01, amount: 110 }
        - { date: 2005-03-01, amount: 132 }
    expect:
      - { as_of: 2005-04-01, growth: 9.531017980432486, growth__date: 2005-02-01 }
      - { as_of: 2005-04-30, growth: 18.232155679395456, growth__date: 2005-03-01 }
`;
export const ONE_MONTH = 'tests.credit.one_month';

/** A project with `text` at the end of a file of its own. */
export async function withTests(project: TestProject, file: string, text: string): Promise<TestProject> {
  await appendFile(path.join(project.root, file), text);
  return project;
}
