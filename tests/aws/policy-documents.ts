import { readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/aws');

/** A statement with every list as a list. */
export interface IamStatement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  /** `*`, or ARNs; undefined in a role's own policy. */
  readonly principals: readonly string[] | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

type OneOrMany = string | readonly string[];

/** The whole grammar that the documents use; another element is a mistake. */
interface Written {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow' | 'Deny';
    readonly Principal?: string | { readonly AWS: OneOrMany };
    readonly Action: OneOrMany;
    readonly Resource: OneOrMany;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
  }[];
}

export async function policyText(name: string): Promise<string> {
  return readFile(path.join(FOLDER, `${name}.json`), 'utf8');
}

export async function policy(name: string): Promise<readonly IamStatement[]> {
  const written: Written = JSON.parse(await policyText(name));
  return written.Statement.map(({ Sid, Effect, Principal, Action, Resource, Condition = {} }) => ({
    sid: Sid,
    effect: Effect,
    principals: Principal === undefined ? undefined : listOf(typeof Principal === 'string' ? Principal : Principal.AWS),
    actions: listOf(Action),
    resources: listOf(Resource),
    condition: Object.fromEntries(
      Object.entries(Condition).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, listOf(values)])),
      ]),
    ),
  }));
}

function listOf(value: OneOrMany): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** What IAM knows of one request. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** As IAM decides: an explicit Deny wins, then an Allow; without either it is denied. */
export function isAllowed(statements: readonly IamStatement[], asked: IamRequest): boolean {
  const applying = statements.filter((statement) => applies(statement, asked));
  return applying.every(({ effect }) => effect === 'Allow') && applying.length > 0;
}

function applies({ actions, resources, condition }: IamStatement, { action, resource, context }: IamRequest): boolean {
  return (
    actions.some((pattern) => matches(pattern, action)) &&
    resources.some((pattern) => matches(pattern, resource)) &&
    Object.entries(condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, values, context[key])),
    )
  );
}

/** The operators that the documents use. A missing key makes a positive comparison false and a negative one true. */
function holds(operator: string, values: readonly string[], actual: string | undefined): boolean {
  switch (operator) {
    case 'Null':
      return values.includes(String(actual === undefined));
    case 'StringNotEquals':
      return actual === undefined || !values.includes(actual);
    case 'Bool':
    case 'StringEquals':
      return actual !== undefined && values.includes(actual);
    case 'StringLike':
      return actual !== undefined && values.some((pattern) => matches(pattern, actual));
    case 'NumericLessThan':
      return actual !== undefined && values.some((value) => Number(actual) < Number(value));
    default:
      throw new Error(`the documents are not expected to use ${operator}`);
  }
}

function matches(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
