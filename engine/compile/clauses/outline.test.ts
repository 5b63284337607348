import { describe, expect, it } from 'vitest';
import { Outline } from './outline.ts';
import type { Keyword, Stretch } from './token-list.ts';

/** The text of what is found around `|`, which is taken out. */
function found(marked: string, find: (outline: Outline, offset: number) => Stretch | undefined): string | undefined {
  const offset = marked.indexOf('|');
  const sql = marked.replace('|', '');
  const stretch = find(new Outline(sql), offset);
  return stretch && sql.slice(stretch.start, stretch.end);
}

const clause = (marked: string, ...keywords: readonly Keyword[]): string | undefined =>
  found(marked, (outline, offset) => outline.clause(offset, keywords));

describe('a clause', () => {
  it.each([
    ['SELECT x FROM t WHERE |x > 1', 'WHERE x > 1'],
    ['SELECT x FROM t WHERE (a OR (|x > 1)) AND b GROUP BY x', 'WHERE (a OR (x > 1)) AND b'],
    [
      "SELECT x FROM t WHERE |x = 'GROUP BY' -- ORDER BY\n AND y /* LIMIT */ > 1\n;",
      "WHERE x = 'GROUP BY' -- ORDER BY\n AND y /* LIMIT */ > 1",
    ],
    [
      'SELECT x FROM t WHERE |x IS DISTINCT FROM y AND extract(year FROM d) > 1 LIMIT 3',
      'WHERE x IS DISTINCT FROM y AND extract(year FROM d) > 1',
    ],
    ['SELECT x FROM t WHERE |t.from > left(y, 2) UNION SELECT 1', 'WHERE t.from > left(y, 2)'],
    ['SELECT x FROM t WHERE "WHERE" > 1 AND |y', 'WHERE "WHERE" > 1 AND y'],
    ['SELECT x FROM t WHERE x > (SELECT max(y) FROM u WHERE |y < 1) AND z', 'WHERE y < 1'],
    [
      'SELECT x FROM t WHERE |x > (SELECT max(y) FROM u WHERE y < 1) AND z',
      'WHERE x > (SELECT max(y) FROM u WHERE y < 1) AND z',
    ],
    ['SELECT sum(x) FILTER (WHERE |y > 1) FROM t WHERE z', 'WHERE y > 1'],
    ['FROM t WHERE |x > 1 SELECT y', 'WHERE x > 1'],
    ['SELECT $$ WHERE $$ FROM t WHERE |x', 'WHERE x'],
    ['SELECT x FROM t WHERE |größe > 1', 'WHERE größe > 1'],
  ])('%s', (sql, text) => {
    expect(clause(sql, 'WHERE')).toBe(text);
  });

  it('of a join ends where the next relation begins', () => {
    expect(clause('SELECT 1 FROM a LEFT JOIN b ON |a.x = b.x AND a.left = 1 ASOF LEFT JOIN c ON c.x = b.x', 'ON')).toBe(
      'ON a.x = b.x AND a.left = 1',
    );
    expect(clause('SELECT 1 FROM a JOIN b ON |a.x = greatest(b.x, 1), c WHERE d', 'ON')).toBe(
      'ON a.x = greatest(b.x, 1)',
    );
  });

  it('beside a select list is of the same SELECT', () => {
    const group = (marked: string): string | undefined =>
      found(marked, (outline, offset) => outline.clauseBeside(offset, 'GROUP'));
    expect(group('SELECT |x, sum(y) FROM t GROUP BY ALL ORDER BY x')).toBe('GROUP BY ALL');
    expect(group('SELECT |x FROM t UNION ALL SELECT y FROM u GROUP BY y')).toBeUndefined();
    expect(group('SELECT |string_agg(x) WITHIN GROUP (ORDER BY x) FROM t')).toBeUndefined();
  });
});

describe('parts of a query', () => {
  it.each([
    ['SELECT |a + 1 AS b, c FROM t', 'a + 1'],
    ['SELECT DISTINCT ON (x, y) |(a + 1) / 2 AS b FROM t', '(a + 1) / 2'],
    ['SELECT a, sum(CASE WHEN |b THEN c END) FILTER (WHERE d) FROM t', 'sum(CASE WHEN b THEN c END) FILTER (WHERE d)'],
    ['SELECT |a::DATE AS day FROM t', 'a::DATE'],
    ['SELECT day: |a FROM t', 'a'],
    ['SELECT CAST(|a AS DATE) FROM t', 'CAST(a AS DATE)'],
    ['FROM t SELECT |a, b', 'a'],
  ])('the expression of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.selected(offset))).toBe(text);
  });

  it.each([
    ['SELECT |sum(x) OVER (PARTITION BY y ORDER BY z) AS s FROM t', 'OVER (PARTITION BY y ORDER BY z)'],
    [
      'SELECT |sum(x) FILTER (WHERE y) OVER w, max(x) OVER v FROM t WINDOW v AS (), w AS (ORDER BY z)',
      'w AS (ORDER BY z)',
    ],
    ['SELECT |lag(x IGNORE NULLS) OVER () FROM t', 'OVER ()'],
    ['SELECT 1 + ln(x / |lag(x) OVER w) FROM t WINDOW w AS (ORDER BY z)', 'w AS (ORDER BY z)'],
  ])('the window of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.over(offset))).toBe(text);
  });

  it.each([
    [
      'SELECT |CASE WHEN a THEN CASE WHEN b THEN 1 END ELSE (CASE WHEN c THEN 2 END) END + 1',
      'CASE WHEN a THEN CASE WHEN b THEN 1 END ELSE (CASE WHEN c THEN 2 END) END',
    ],
    ['SELECT (|CASE x WHEN 1 THEN 2 END)', 'CASE x WHEN 1 THEN 2 END'],
  ])('the choice of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.choice(offset))).toBe(text);
  });

  it.each([
    ['SELECT 1 FROM a |LEFT JOIN b USING (x, y) WHERE z', 'USING (x, y)'],
    ['SELECT 1 FROM a |NATURAL LEFT JOIN (SELECT 2) AS b, c', 'NATURAL LEFT JOIN (SELECT 2) AS b'],
  ])('the join of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.joinedBy(offset))).toBe(text);
  });

  it.each([
    ['SELECT |a FROM t UNION BY NAME SELECT b FROM u', 'UNION BY NAME'],
    ['(SELECT |a FROM t ORDER BY a) EXCEPT ALL (SELECT b FROM u)', 'EXCEPT ALL'],
  ])('the set operation of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.setOperation(offset))).toBe(text);
  });

  it.each([
    [
      'FROM (|PIVOT t ON k IN (1, 2) USING sum(v) GROUP BY d) SELECT *',
      'PIVOT t ON k IN (1, 2) USING sum(v) GROUP BY d',
    ],
    ['FROM t |PIVOT (sum(v) FOR k IN (1)) AS p WHERE x', 'PIVOT (sum(v) FOR k IN (1))'],
    ['|UNPIVOT t ON a, b INTO NAME n VALUE v ORDER BY n', 'UNPIVOT t ON a, b INTO NAME n VALUE v'],
  ])('the pivot of %s', (sql, text) => {
    expect(found(sql, (outline, offset) => outline.pivot(offset))).toBe(text);
  });

  it('DISTINCT, with or without ON', () => {
    const distinct = (marked: string): string | undefined =>
      found(marked, (outline, offset) => outline.distinct(offset));
    expect(distinct('SELECT DISTINCT |a FROM t')).toBe('DISTINCT');
    expect(distinct('SELECT DISTINCT ON (a, b) |c FROM t')).toBe('DISTINCT ON (a, b)');
    expect(distinct('SELECT |a FROM t')).toBeUndefined();
  });
});
