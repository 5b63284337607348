import { KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../../../bitemporal/index.ts';

/** Names that SQL or the engine has a meaning for. */
const TAKEN: ReadonlySet<string> = new Set([
  ...KNOWLEDGE_COLUMNS,
  RAW_COLUMN,
  ...(
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint ' +
    'create default deferrable desc describe distinct do else end except false fetch for foreign from group ' +
    'having in initially intersect into lambda lateral leading limit not null offset on only or order pivot ' +
    'placing primary qualify references returning select show some summarize symmetric table then to ' +
    'trailing true union unique unpivot using variadic when where window with ' +
    'as_of y date features labels models calendar main temp system this ' +
    'information_schema pg_catalog'
  ).split(' '),
]);

const LONGEST = 50;

/** A name that SQL and YAML can say without quotes, made of any text: `Real GDP (% chg)` -> `real_gdp_chg`. */
export function plainName(text: string, fallback: string): string {
  const letters = text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const begun = /^[0-9]/.test(letters) ? `n_${letters}` : letters;
  const name = begun.slice(0, LONGEST).replace(/_+$/, '');
  if (name === '') return fallback;
  return TAKEN.has(name) ? `${name}_1` : name;
}

/** Names for texts, each another: `gdp`, `gdp_2`. */
export function plainNames(texts: readonly string[], taken: readonly string[] = []): readonly string[] {
  const used = new Set(taken);
  return texts.map((text) => {
    const name = plainName(text, 'column');
    let free = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    used.add(free);
    return free;
  });
}
