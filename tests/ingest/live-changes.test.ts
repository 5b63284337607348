import { describe, expect, it, onTestFinished } from 'vitest';
import { liveSource, monthly } from './live-source.ts';
import { monthsFrom } from './months.ts';

describe('a source that contradicts stored history', () => {
  const before = monthly('IP', [
    ['2020-01-01', 100, '2020-02-14'],
    ['2020-02-01', 99, '2020-03-13'],
  ]);

  it('changes nothing that was known: what it says now counts from the day on which it was seen', async () => {
    const live = await liveSource(onTestFinished, before);
    await live.ingestOn('2020-03-20');
    const rewritten = monthly('IP', [
      ['2020-01-01', 104, '2020-02-14'],
      ['2020-02-01', 99, '2020-03-13'],
    ]);
    live.server.replaceSeries({ ...rewritten, lastUpdated: '2020-04-01 08:00:00-05' });
    const { warnings } = await live.ingestOn('2020-04-02');
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-14 2020-04-02 published',
      '2020-01-01 104 2020-04-02 9999-12-31 observed',
      '2020-02-01 99 2020-03-13 9999-12-31 published',
    ]);
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'EWS3016 fred.ip: of 2020-01-01 the source now says 104 was known on 2020-03-19, stored is 100',
    ]);
  });

  it('is overtaken by its next vintage', async () => {
    const live = await liveSource(onTestFinished, before);
    await live.ingestOn('2020-03-20');
    const rewritten = monthly('IP', [
      ['2020-01-01', 104, '2020-02-14', '2020-03-31'],
      ['2020-01-01', 105, '2020-04-01'],
      ['2020-02-01', 99, '2020-03-13'],
    ]);
    live.server.replaceSeries(rewritten);
    await live.ingestOn('2020-04-02');
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-14 2020-04-01 published',
      '2020-01-01 105 2020-04-01 9999-12-31 published',
      '2020-02-01 99 2020-03-13 9999-12-31 published',
    ]);
  });

  it('is found in the older past by asking for everything again', async () => {
    const live = await liveSource(onTestFinished, before);
    await live.ingestOn('2020-03-20');
    live.server.replaceSeries(monthly('IP', [['2020-01-01', 100, '2020-02-14']]));
    const { warnings } = await live.ingestOn('2020-04-02', { ask: 'again' });
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-14 9999-12-31 published',
      '2020-02-01 99 2020-03-13 2020-04-02 published',
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'fred.ip: of 2020-02-01 the source now says nothing was known on 2020-03-19, stored is 99',
      'fred.ip lost 1 period from 2020-02-01 to 2020-02-01: the source no longer has them',
    ]);
  });
});

describe('a series without vintages', () => {
  const latest = (...values: readonly (number | null)[]) =>
    monthly(
      'IP',
      values.map((value, at) => [`2020-0${at + 1}-01`, value, '2020-06-01']),
      { inAlfred: false, lastUpdated: `2020-06-0${values.length} 08:00:00-05` },
    );

  it('is known from its declared lag, and a later change from the day on which it was seen', async () => {
    const live = await liveSource(onTestFinished, latest(100, 99));
    await live.ingestOn('2020-03-20');
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-10 9999-12-31 assumed',
      '2020-02-01 99 2020-03-10 9999-12-31 assumed',
    ]);
    live.server.replaceSeries(latest(100, 98, 97));
    await live.ingestOn('2020-04-20');
    expect(live.asked()).toEqual(['series IP', 'series/observations IP', 'release/dates 53']);
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-10 9999-12-31 assumed',
      '2020-02-01 99 2020-03-10 2020-04-20 assumed',
      '2020-02-01 98 2020-04-20 9999-12-31 observed',
      '2020-03-01 97 2020-04-10 9999-12-31 assumed',
    ]);
  });

  it('stays beside series that have them', async () => {
    const live = await liveSource(onTestFinished, latest(100, 99), monthly('CPI', [['2020-01-01', 3, '2020-02-14']]));
    await live.ingestOn('2020-03-20');
    live.server.replaceSeries(latest(100, 98, 97));
    await live.ingestOn('2020-04-20');
    expect(await live.rows('CPI')).toEqual(['2020-01-01 3 2020-02-14 9999-12-31 published']);
  });
});

describe('a series that is not what it was', () => {
  it('is said to have another base when nearly all values change by one factor', async () => {
    const dates = monthsFrom('2015-01-01', 40);
    const old = dates.map((date, at) => [date, 80 + at, '2018-06-01'] as const);
    const live = await liveSource(onTestFinished, monthly('IP', old));
    await live.ingestOn('2018-06-10');
    const rebased = old.flatMap(([date, value]) => [
      [date, value, '2018-06-01', '2018-06-30'] as const,
      [date, Math.round(value * 0.92 * 10) / 10, '2018-07-01'] as const,
    ]);
    live.server.replaceSeries(monthly('IP', rebased));
    const { warnings } = await live.ingestOn('2018-07-10');
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'EWS3017 fred.ip has another base or unit since the vintage of 2018-07-01: 40 values changed by a factor ' +
        'near 0.9200',
    ]);
  });

  it('is said to be revised by nobody when values change as they do', async () => {
    const dates = monthsFrom('2015-01-01', 40);
    const old = dates.map((date, at) => [date, 80 + at, '2018-06-01'] as const);
    const live = await liveSource(onTestFinished, monthly('IP', old));
    await live.ingestOn('2018-06-10');
    const revised = old.flatMap(([date, value], at) => [
      [date, value, '2018-06-01', '2018-06-30'] as const,
      [date, value * (1 + (at % 7) / 50), '2018-07-01'] as const,
    ]);
    live.server.replaceSeries(monthly('IP', revised));
    expect((await live.ingestOn('2018-07-10')).warnings).toEqual([]);
  });

  it('keeps what was known of periods that it lost', async () => {
    const live = await liveSource(
      onTestFinished,
      monthly('IP', [
        ['2020-01-01', 100, '2020-02-14'],
        ['2020-02-01', 99, '2020-03-13'],
      ]),
    );
    await live.ingestOn('2020-03-20');
    live.server.replaceSeries(
      monthly('IP', [
        ['2020-01-01', 100, '2020-02-14', '2020-04-13'],
        ['2020-02-01', 99, '2020-03-13'],
      ]),
    );
    const { warnings } = await live.ingestOn('2020-04-20');
    expect(await live.rows('IP')).toEqual([
      '2020-01-01 100 2020-02-14 2020-04-14 published',
      '2020-02-01 99 2020-03-13 9999-12-31 published',
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'fred.ip lost 1 period from 2020-01-01 to 2020-01-01: the source no longer has them',
    ]);
  });
});
