import { describe, expect, it } from 'vitest';
import { memoryFiles } from './memory-files.ts';
import { readProject } from './read-project.ts';

const TARGET = 'target: local\ndescription: here\nstore: { kind: local, path: .ews/lake }\n';

async function readWith(calendar: string, files: Readonly<Record<string, string>>) {
  const config = `name: committee\ncalendar: ${calendar}\ndefault_target: local\n`;
  const { definitions, problems } = await readProject(
    '/nowhere',
    memoryFiles({ 'ews.config.yaml': config, 'targets/local.yaml': TARGET, ...files }),
  );
  const told = problems.map(
    ({ code, message, span }) => `${span?.file}:${span?.line}:${span?.column} ${code} ${message}`,
  );
  return { calendar: definitions?.config.calendar, told };
}

describe('decision dates that a file lists', () => {
  it.each([
    ['bare', '2019-10-30\n2020-03-15\n'],
    [
      'with a header, remarks and empty lines',
      '\uFEFFdate,why\r\n2019-10-30,"regular"\r\n\r\n# unscheduled\r\n 2020-03-15 , x\r\n',
    ],
    ['quoted', '"date","why"\n"2019-10-30","a, b"\n"2020-03-15",'],
  ])('%s, are those of its lines', async (_, text) => {
    const { calendar, told } = await readWith('{ dates: committee.csv }', { 'committee.csv': text });
    expect(told).toEqual([]);
    const dates = ['2019-10-30', '2020-03-15'];
    expect(calendar).toEqual({
      rule: { kind: 'listed', file: 'committee.csv', dates },
      start: '2019-10-30',
      end: 'data',
    });
  });

  it('that are none, or out of order, or twice there, are all told with their places', async () => {
    const text = 'date\n2020-01-32\n2020-02-01,x\n  2020-01-31\n2020-02-01\n03/04/2020\n';
    const { told } = await readWith('{ dates: c.csv }', { 'c.csv': text });
    expect(told).toEqual([
      'c.csv:2:1 EWS1004 "2020-01-32" is no decision date',
      'c.csv:4:3 EWS1004 the decision date 2020-01-31 comes after 2020-02-01',
      'c.csv:5:1 EWS1004 the decision date 2020-02-01 stands there twice',
      'c.csv:6:1 EWS1004 "03/04/2020" is no decision date',
    ]);
  });

  it.each([
    ['is missing', '{ dates: comittee.csv }', 'EWS1010 there is no file "comittee.csv" in the project'],
    ['lies outside', '{ dates: ../committee.csv }', 'EWS1010 there is no file "../committee.csv" in the project'],
  ])('in a file that %s, are refused where it is named', async (_, calendar, message) => {
    const { told } = await readWith(calendar, { 'committee.csv': '2020-01-31\n' });
    expect(told).toEqual([`ews.config.yaml:2:20 ${message}`]);
  });

  it('of an empty file are refused', async () => {
    const { told } = await readWith('{ dates: c.csv }', { 'c.csv': 'date\n\n# nothing\n' });
    expect(told).toEqual(['c.csv:1:1 EWS1004 c.csv lists no decision date']);
  });

  it.each([
    ['neither frequency nor dates', '{ start: 2020-01-31 }', '"calendar.frequency" is missing'],
    ['both', '{ frequency: monthly, start: 2020-01-31, dates: c.csv }', '"calendar.frequency" is "monthly"'],
    ['a frequency without a start', '{ frequency: annual }', '"calendar.start" is missing'],
    [
      'a day of period beside dates',
      '{ dates: c.csv, day_of_period: last_day }',
      '"calendar.day_of_period" is "last_day"',
    ],
  ])('%s is refused', async (_, calendar, message) => {
    const { told } = await readWith(calendar, { 'c.csv': '2020-01-31\n' });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`EWS1004 ${message}`);
  });
});
