import type { PolicyStatement } from './bucket-policy.ts';

/** The one condition under which everybody has to be refused everything. Names in lower case: IAM ignores case. */
export interface Guard {
  readonly key: string;
  readonly operators: readonly string[];
  /** Why these values refuse too little; undefined if they do not. */
  readonly weakness: (values: readonly string[]) => string | undefined;
}

export type Coverage =
  /** Nobody gets past it; the values of its conditions. */
  | { readonly kind: 'whole'; readonly values: readonly string[] }
  /** There are such statements, but they let somebody or something through. */
  | { readonly kind: 'partial'; readonly reasons: readonly string[] }
  | { readonly kind: 'none' };

/** The bucket and the folder in it whose objects are to be covered. */
export interface Guarded {
  readonly arn: string;
  readonly prefix: string;
}

/**
 * Whether the policy denies all principals all of S3 on the bucket and its objects when the guard's condition holds.
 * Only statements without a loophole count: conditions are ANDed, so a second one makes a Deny narrower.
 */
export function denyCoverage(statements: readonly PolicyStatement[], guard: Guard, guarded: Guarded): Coverage {
  const candidates = statements.filter((each) => each.Effect === 'Deny' && conditionOn(each, guard.key) !== undefined);
  if (candidates.length === 0) return { kind: 'none' };
  const judged = candidates.map((statement) => ({ statement, loopholes: loopholesOf(statement, guard) }));
  const sound = judged.filter(({ loopholes }) => loopholes.length === 0).map(({ statement }) => statement);
  const open = uncovered(
    sound.flatMap(({ Resource = [] }) => Resource),
    guarded,
  );
  if (sound.length > 0 && open.length === 0) {
    const values = sound.flatMap((statement) => conditionOn(statement, guard.key)?.values ?? []);
    return { kind: 'whole', values: [...new Set(values)] };
  }
  const reasons = judged.flatMap(({ statement, loopholes }) =>
    loopholes.map((loophole) => `${statement.Sid ?? 'a statement'} ${loophole}`),
  );
  return { kind: 'partial', reasons: sound.length === 0 ? reasons : [...reasons, `${open.join(' and ')} not covered`] };
}

function loopholesOf(statement: PolicyStatement, guard: Guard): readonly string[] {
  const { Principal, NotPrincipal, Action, NotAction, NotResource, Condition = {} } = statement;
  const condition = conditionOn(statement, guard.key);
  const found: (string | undefined)[] = [
    NotPrincipal === undefined ? undefined : 'spares the principals of NotPrincipal',
    NotPrincipal === undefined && !isEverybody(Principal) ? 'is for some principals only' : undefined,
    NotAction === undefined ? undefined : 'spares the actions of NotAction',
    NotAction === undefined && !coversS3(Action)
      ? `denies ${Action?.join(', ') ?? 'nothing'} instead of s3:*`
      : undefined,
    NotResource === undefined ? undefined : 'spares what NotResource names',
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.keys(keys)
        .filter((key) => key.toLowerCase() !== guard.key)
        .map((key) => `holds only if ${operator} ${key} is true as well`),
    ),
  ];
  if (condition !== undefined && !guard.operators.includes(condition.operator.toLowerCase())) {
    found.push(`compares ${guard.key} by ${condition.operator}`);
  }
  found.push(condition && guard.weakness(condition.values));
  const several = Object.values(Condition).filter((keys) =>
    Object.keys(keys).some((key) => key.toLowerCase() === guard.key),
  );
  if (several.length > 1) found.push(`has several conditions on ${guard.key}`);
  return found.filter((each) => each !== undefined);
}

function conditionOn(
  { Condition = {} }: PolicyStatement,
  wanted: string,
): { readonly operator: string; readonly values: readonly string[] } | undefined {
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, values] of Object.entries(keys)) if (key.toLowerCase() === wanted) return { operator, values };
  }
  return undefined;
}

function isEverybody(principal: PolicyStatement['Principal']): boolean {
  return typeof principal === 'object' ? (principal['AWS']?.includes('*') ?? false) : principal === '*';
}

function coversS3(actions: readonly string[] = []): boolean {
  return actions.some((action) => action === '*' || action.toLowerCase() === 's3:*');
}

/** Which of the bucket and its objects no resource covers. */
function uncovered(resources: readonly string[], { arn, prefix }: Guarded): readonly string[] {
  const objects = prefix === '' ? `${arn}/` : `${arn}/${prefix}/`;
  // A trailing * after a literal start covers every key that begins with it; other patterns may leave keys out.
  const starts = resources.flatMap((each) => (/^[^*?]*\*$/.test(each) ? [each.slice(0, -1)] : []));
  return [
    resources.includes(arn) || starts.some((start) => arn.startsWith(start)) ? [] : ['the bucket is'],
    starts.some((start) => objects.startsWith(start)) ? [] : ['its objects are'],
  ].flat();
}
