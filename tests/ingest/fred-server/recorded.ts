import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { refusal } from './answer.ts';

/** Answers of the real API, recorded; kept beside the repository. */
export const RECORDED_FOLDER = path.resolve(import.meta.dirname, '../../../../shared/data/fred-recorded');

export interface RecordedResponse {
  /** `gdp_latest`. */
  readonly name: string;
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const NAMES = [
  'gdp_all_releases',
  'gdp_as_of_2019-01-01',
  'gdp_latest',
  'gdp_releases',
  'gdp_series',
  'gdp_vintage_dates',
] as const;

export function recordedAnswers(): readonly RecordedResponse[] {
  return NAMES.map((name) => {
    const file = JSON.parse(readFileSync(path.join(RECORDED_FOLDER, `${name}.json`), 'utf8'));
    const { request, body } = file as { readonly request: string; readonly body: RecordedResponse['body'] };
    const url = new URL(request, 'http://127.0.0.1');
    const endpoint = url.pathname.replace(/^\/fred\//, '');
    return { name, endpoint, parameters: withoutDefaults(endpoint, Object.fromEntries(url.searchParams)), body };
  });
}

export function hasRecordedAnswers(): boolean {
  return existsSync(RECORDED_FOLDER);
}

/** A fetch that gives the recorded body for the same question, and 400 for any other. The body is not changed. */
export function recordedFetch(answers = recordedAnswers()): typeof globalThis.fetch {
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const endpoint = url.pathname.replace(/^\/fred\//, '');
    const asked = withoutDefaults(endpoint, Object.fromEntries(url.searchParams));
    const found = answers.find((answer) => answer.endpoint === endpoint && same(answer.parameters, asked));
    if (found !== undefined) return new Response(JSON.stringify(found.body), { status: 200 });
    const { status, body } = refusal(`Nothing was recorded for ${endpoint}.`);
    return new Response(body, { status });
  };
}

/** Parameters that say what FRED does anyway. */
const DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  'series/observations': ['limit=100000', 'offset=0', 'sort_order=asc', 'output_type=1', 'units=lin'],
  'series/vintagedates': [
    'limit=10000',
    'offset=0',
    'sort_order=asc',
    'realtime_start=1776-07-04',
    'realtime_end=9999-12-31',
  ],
};

function withoutDefaults(endpoint: string, parameters: Readonly<Record<string, string>>): Record<string, string> {
  const left = Object.entries(parameters).filter(
    ([name, value]) => name !== 'api_key' && !DEFAULTS[endpoint]?.includes(`${name}=${value}`),
  );
  return Object.fromEntries(left);
}

function same(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return (
    Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value)
  );
}
