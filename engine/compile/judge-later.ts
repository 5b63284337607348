import type { judgeSql as Judge } from './judge-sql.ts';

/** `judgeSql`, loaded when SQL has to be judged. */
export const judgeSql: typeof Judge = async (parts, effects) => {
  const { judgeSql: judge } = await import('./judge-sql.ts');
  return judge(parts, effects);
};
