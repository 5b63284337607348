import { expect, it } from 'vitest';
import { ESTIMATOR_LIST } from '../../engine/training/estimators/index.ts';
import { withEstimatorTable } from '../../scripts/estimator-table.ts';
import { readPage } from './markdown.ts';

it('docs/dsl.md lists the estimators as they are declared (npm run schemas)', () => {
  expect(withEstimatorTable(readPage('docs/dsl.md'))).toBe(readPage('docs/dsl.md'));
});

it.each(ESTIMATOR_LIST)('of $kind every parameter is told, with its default', ({ documented, rules }) => {
  for (const [name, rule] of Object.entries(rules)) {
    expect(documented.parameters).toContain(`\`${name}\``);
    if ('default' in rule) expect(documented.parameters).toMatch(new RegExp(`\`${name}\` \\(${rule.default}\\b`));
  }
});
