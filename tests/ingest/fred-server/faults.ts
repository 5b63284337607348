/** One thing that goes wrong with an answer. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'dropped'; readonly when: 'before headers' | 'in the body' }
  /** A status with words of its own. */
  | { readonly kind: 'refusal'; readonly status: number; readonly body: string }
  /** Whole by the protocol, and cut off as JSON. */
  | { readonly kind: 'cut' }
  /** No answer until the client gives up. */
  | { readonly kind: 'silent'; readonly when: 'before headers' | 'in the body' }
  /** The body as text, changed. */
  | { readonly kind: 'body'; readonly change: (body: string) => string };

export interface FaultyRequest {
  /** From 1, over all requests of the server. */
  readonly n: number;
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The fault of a request, if it has one. */
export type Faults = (request: FaultyRequest) => Fault | undefined;

export const NO_FAULTS: Faults = () => undefined;

/** Faults by the number of the request that they are for. */
export function onRequests(faults: Readonly<Record<number, Fault>>): Faults {
  return ({ n }) => faults[n];
}

/** The first `times` requests to the endpoint, or all of them. */
export function onEndpoint(endpoint: string, fault: Fault, times = Number.POSITIVE_INFINITY): Faults {
  let left = times;
  return (request) => (request.endpoint === endpoint && left-- > 0 ? fault : undefined);
}

/** Answers that are JSON and not what was asked for. */
export const MISTYPED = {
  'value as a number': changed((body) => body.replace(/"value":"([\d.-]+)"/, '"value":$1')),
  'value that is no number': changed((body) => body.replace(/"value":"[^"]*"/, '"value":"n/a"')),
  'value that is infinite': changed((body) => body.replace(/"value":"[^"]*"/, '"value":"1e999"')),
  'date that is null': changed((body) => body.replace(/"date":"[^"]*"/, '"date":null')),
  'date that does not exist': changed((body) => body.replace(/"date":"\d{4}-\d\d-\d\d"/, '"date":"2001-02-30"')),
  'period that ends before it starts': changed((body) =>
    body.replace(/("observations":\[\{"realtime_start":"[^"]*","realtime_end":")[^"]*/, '$11900-01-01'),
  ),
  'observations missing': changed((body) => body.replace('"observations":', '"somethings":')),
  'rows as one object': changed((body) => body.replace(/"observations":\[.*\]/, '"observations":{}')),
  'a row too few': changed((body) => body.replace(/"observations":\[\{[^}]*\},?/, '"observations":[')),
  'count too high': changed((body) => body.replace(/"count":(\d+)/, (_, n) => `"count":${Number(n) + 1}`)),
  'count as text': changed((body) => body.replace(/"count":(\d+)/, '"count":"$1"')),
  'another offset': changed((body) => body.replace(/"offset":\d+/, '"offset":7')),
  'another output type': changed((body) => body.replace('"output_type":1', '"output_type":4')),
  'another period': changed((body) => body.replace(/"realtime_end":"[^"]*"/, '"realtime_end":"2000-01-01"')),
  'not an object': changed(() => '[]'),
  'a page of HTML': changed(() => '<html><body>Service Unavailable</body></html>'),
  'nothing at all': changed(() => ''),
} as const satisfies Readonly<Record<string, Fault>>;

function changed(change: (body: string) => string): Fault {
  return { kind: 'body', change };
}
