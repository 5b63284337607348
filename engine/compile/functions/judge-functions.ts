import type { Problem } from '../../diagnostics/index.ts';
import { calledAs, type FunctionDefinition, sqlWords } from '../../project/index.ts';
import { parseSql } from '../../warehouse/index.ts';
import { judgedKey } from '../bound-facts.ts';
import {
  callsIn,
  type FunctionBody,
  type Functions,
  loadBodies,
  problemAtOrigin,
  sizeProblem,
} from '../inline/index.ts';
import { boundText } from '../mapped-text.ts';
import { orderAroundCircles } from '../order.ts';
import type { ShadowCatalogue } from '../shadow-catalogue.ts';
import { withinLimits } from '../within-limits.ts';
import { aloneProblems } from './judge-alone.ts';
import { caseProblems } from './run-case.ts';

/**
 * What is wrong with the functions of a project, each by itself and once, whether anything calls it or not. Those that
 * are not in order are known as such from then on: what calls them is judged no further. What was found to be in order
 * is not judged again while nothing that it says changes.
 */
export async function judgeFunctions(shadow: ShadowCatalogue, functions: Functions): Promise<readonly Problem[]> {
  if (functions.own.every((fn) => shadow.cache.find(keyOf(fn, functions)) === true)) return [];
  const problems: Problem[] = [];
  const bodies = new Map<FunctionDefinition, FunctionBody>();
  for (const fn of functions.own) {
    const outcome = await withinLimits(shadow, fn.file, () =>
      functions.bodyOf(fn, (sql) => parseSql(shadow.warehouse, sql)),
    );
    if (outcome.ok) bodies.set(fn, outcome.body);
    else {
      problems.push(...outcome.problems);
      functions.fail(fn);
    }
  }
  const { order, problems: circular } = inOrder(bodies, functions);
  problems.push(...circular);
  for (const fn of order) {
    const body = bodies.get(fn);
    const isSound = functions.find(fn.schema, fn.name) !== undefined;
    if (body === undefined || !isSound) continue;
    if (shadow.cache.find(keyOf(fn, functions)) === true) continue;
    const found = await judged(shadow, functions, body);
    if (found === undefined) functions.fail(fn);
    else if (found.length > 0) {
      functions.fail(fn);
      problems.push(...found);
    } else shadow.cache.keep(keyOf(fn, functions), true);
  }
  return problems;
}

/** The problems of one function; undefined where one that it calls has them. */
async function judged(
  shadow: ShadowCatalogue,
  functions: Functions,
  body: FunctionBody,
): Promise<readonly Problem[] | undefined> {
  const { fn } = body;
  const parse = (sql: string) => parseSql(shadow.warehouse, sql);
  const called = await loadBodies(body, functions, parse);
  if (called === undefined) return undefined;
  const all = new Map([...called, [fn, body] as const]);
  const bodyOf = (wanted: FunctionDefinition): FunctionBody => {
    const found = all.get(wanted);
    if (found === undefined) throw new Error(`${calledAs(wanted)} was not read`);
    return found;
  };
  const excess = sizeProblem(body, bodyOf);
  if (excess !== undefined) return [excess];
  const outcome = await withinLimits(shadow, fn.file, async () => {
    const alone = await aloneProblems(shadow, body, bodyOf);
    if (alone.length > 0) return { ok: false as const, problems: alone };
    const wrong: Problem[] = [];
    for (const index of fn.cases.keys()) wrong.push(...(await caseProblems(shadow, functions, fn, index)));
    return { ok: wrong.length === 0, problems: wrong };
  });
  return outcome.problems;
}

interface Ordered {
  /** Each after what it calls. */
  readonly order: readonly FunctionDefinition[];
  readonly problems: readonly Problem[];
}

/** Functions that call each other in a circle are told once, and are none (EWS2125). */
function inOrder(bodies: ReadonlyMap<FunctionDefinition, FunctionBody>, functions: Functions): Ordered {
  const byName = new Map([...bodies.keys()].map((fn) => [calledAs(fn), fn]));
  const reads = new Map(
    [...bodies].map(([fn, body]) => [calledAs(fn), callsIn(body).map(({ call }) => calledAs(call.fn))] as const),
  );
  const { order, circles } = orderAroundCircles(reads);
  const problems = circles.map((circle) => circleProblem(circle, bodies, byName));
  for (const name of circles.flat()) {
    const fn = byName.get(name);
    if (fn !== undefined) functions.fail(fn);
  }
  return { order: order.flatMap((name) => byName.get(name) ?? []), problems };
}

function circleProblem(
  circle: readonly string[],
  bodies: ReadonlyMap<FunctionDefinition, FunctionBody>,
  byName: ReadonlyMap<string, FunctionDefinition>,
): Problem {
  const [start = '', next = ''] = circle;
  const fn = byName.get(start);
  const body = fn && bodies.get(fn);
  if (body === undefined) throw new Error(`${start} is in no circle`);
  const call = callsIn(body).find((found) => calledAs(found.call.fn) === next);
  const origin = boundText(body.text).toOrigin(call === undefined ? 0 : call.start);
  return problemAtOrigin(origin, next.length, {
    code: 'EWS2125',
    message: `functions call each other in a circle: ${circle.join(' -> ')}`,
    hint: 'a function is written out where it is called, which would never end: move what both need into a third',
  });
}

/** All that a function's being in order hangs on: what it says, and what those say that it comes to call. */
function keyOf(fn: FunctionDefinition, functions: Functions): string {
  const closure = new Map([[fn.name, fn]]);
  for (const { file, body } of closure.values()) {
    for (const { name } of sqlWords(file.text.slice(body.start, body.end))) {
      const called = functions.own.find((other) => other.name === name);
      if (called !== undefined) closure.set(name, called);
    }
  }
  const said = [...closure.values()].map(({ name, kind, file, at, body, returns, cases }) => {
    return [name, kind, file.text.slice(at.start, body.end), returns, cases];
  });
  return judgedKey([said, functions.variables]);
}
