import { type Problem, problem, warning } from '../../diagnostics/index.ts';
import type { SeriesInfo } from '../fred/fred-client.ts';
import type { Frequency, SeriesSpec } from '../request.ts';

/** FRED's `frequency_short`. */
const FREQUENCIES: Readonly<Record<string, Frequency>> = {
  D: 'daily',
  W: 'weekly',
  BW: 'biweekly',
  M: 'monthly',
  Q: 'quarterly',
  SA: 'semiannual',
  A: 'annual',
  '5Y': '5-year',
};

/** FRED's word for series of no frequency: then the declared one is all there is. */
const NOT_APPLICABLE = 'NA';

/** A difference between what is declared of a series and what FRED says of it. */
export interface Disagreement {
  /** The key of the series in its YAML that says otherwise. */
  readonly field: 'frequency' | 'dated' | 'units';
  readonly problem: Problem;
  /** On a wrong frequency rows would be known on wrong days: none is stored. Units only say what values mean. */
  readonly isUnusable: boolean;
}

/** Compares the declaration of a series (`fred.gdp`) with FRED's own words. */
export function compareDeclaration(relation: string, series: SeriesSpec, info: SeriesInfo): readonly Disagreement[] {
  return [
    ...frequencyDiffers(relation, series, info),
    ...datingDiffers(relation, series, info),
    ...unitsDiffer(relation, series, info),
  ];
}

function frequencyDiffers(relation: string, series: SeriesSpec, info: SeriesInfo): readonly Disagreement[] {
  const { seriesId, frequency: declared } = series;
  const short = info.frequencyShort;
  if (short === NOT_APPLICABLE || FREQUENCIES[short] === declared) return [];
  const said = FREQUENCIES[short];
  const words = info.frequency === undefined ? (said ?? short) : `${info.frequency} (${short})`;
  const found = problem('EWS3027', `${relation} is declared ${declared}, and FRED says that ${seriesId} is ${words}`, {
    hint:
      said === undefined
        ? 'no frequency of a series is called so here: remove the series, or read it from a file of your own'
        : `write frequency: ${said}, and its publication_lag: until then no row of it is stored, ` +
          'since each would be known on a wrong day',
  });
  return [{ field: 'frequency', problem: found, isUnusable: true }];
}

/** Last days that are taken for first ones make every value known a week or two late: wrong, but no look-ahead. */
function datingDiffers(relation: string, series: SeriesSpec, info: SeriesInfo): readonly Disagreement[] {
  const isByItsEnd = info.frequencyShort === 'W' || info.frequencyShort === 'BW';
  if (!isByItsEnd || series.dated === 'end' || FREQUENCIES[info.frequencyShort] !== series.frequency) return [];
  const declared = `${relation} is declared to be dated by the start of its periods`;
  const message = `${declared}, and FRED dates ${series.frequency} data by the end`;
  const found = warning('EWS3027', message, { hint: 'remove dated, or write dated: end' });
  return [{ field: 'dated', problem: found, isUnusable: false }];
}

function unitsDiffer(relation: string, series: SeriesSpec, info: SeriesInfo): readonly Disagreement[] {
  const { seriesId, units: declared } = series;
  if (declared === undefined) return [];
  const said = [info.units, ...(info.unitsShort === undefined ? [] : [info.unitsShort])];
  if (said.some((units) => comparable(units) === comparable(declared))) return [];
  const isRebased = said.some((units) => withoutYears(units) === withoutYears(declared));
  const made = isRebased ? warning : problem;
  const quoted = said.map((units) => `"${units}"`).join(', or ');
  const message = `${relation} is declared in "${declared}", and FRED says that ${seriesId} is in ${quoted}`;
  const found = made('EWS3027', message, {
    hint: isRebased
      ? 'its base year is another: write units as FRED does'
      : 'write units as FRED does, and look again at whatever reads the series: its values are what FRED says',
  });
  return [{ field: 'units', problem: found, isUnusable: false }];
}

/** Case and spaces are no difference, nor `%` for `Percent`, nor an index that is called by its base alone. */
function comparable(units: string): string {
  const text = units
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\bpercent\b/g, '%');
  return text.replace(/^index (?=\d)/, '');
}

function withoutYears(units: string): string {
  return comparable(units).replaceAll(/\b\d{4}\b/g, 'year');
}
