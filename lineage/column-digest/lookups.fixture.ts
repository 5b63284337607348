/** Queries that look something up by a key, and others that only seem to. */
export const LOOKUPS = [
  'LEFT JOIN',
  'RIGHT JOIN',
  'FULL JOIN',
  'JOIN',
  'SEMI JOIN',
  'ANTI JOIN',
  'ASOF LEFT JOIN',
].flatMap((join) =>
  ['r.date = u.date', 'r.date >= u.date', 'u.date = r.date + 1', 'r.date = u.date AND r.value > 0'].map((condition) => {
    const found = /SEMI|ANTI/.test(join) ? '' : ', r.value';
    return `SELECT u.date, u.rev * 2 AS twice${found} FROM fred.unrate AS u ${join} fred.rates AS r ON ${condition}`;
  }),
);
