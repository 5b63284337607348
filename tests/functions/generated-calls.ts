/** Whole numbers below a bound, the same ones for a seed. */
function numbersOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A query that calls functions, the functions, and the same query written out by hand, by other code. */
export interface GeneratedCall {
  /** As a file of features/lib has them; all give DOUBLE. */
  readonly library: string;
  readonly planted: string;
  readonly byHand: string;
}

type Roll = ReturnType<typeof numbersOf>;

/** A function as what it makes of texts: `write` is all that is known of it by hand. */
interface Made {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly default?: string }[];
  readonly body: string;
  readonly write: (given: readonly string[]) => string;
}

/** `y` is a column of the query around, and what functions call the parameters of their lambdas. */
const LEAVES = ['value', 'y', '2', '0.5', 'extract(month FROM date)', 'coalesce(value, 1)', 'abs(value - 3)'];
/** Names that also stand in the query around, or in other functions. */
const NAMES = ['a', 'b', 'x', 'value', 'date', 'q', 'sum', 'first'];

function one<T>(roll: Roll, list: readonly T[]): T {
  return list[roll(list.length)] as T;
}

interface Leaves {
  readonly leaf: () => Pair;
  /** What a lambda calls its parameter: nothing that a leaf says. */
  readonly lambda: string;
}

/** An expression over texts that are values, some of them calls. */
function expression(roll: Roll, depth: number, leaves: Leaves, calls: readonly Made[]): Pair {
  if (depth === 0) return leaves.leaf();
  const sub = () => expression(roll, depth - 1, leaves, calls);
  const [l, r] = [sub(), sub()];
  const number = roll(1_000_000_000);
  switch (roll(calls.length > 0 ? 8 : 6)) {
    case 0:
      return both(`${l.called} + ${r.called}`, `${l.hand} + ${r.hand}`);
    case 1:
      return both(`(${l.called}) * (${r.called})`, `(${l.hand}) * (${r.hand})`);
    case 2:
      return both(`-(${l.called})`, `-(${l.hand})`);
    case 3:
      return both(
        `CASE WHEN ${l.called} > 1 THEN ${r.called} ELSE ${l.called} END`,
        `CASE WHEN ${l.hand} > 1 THEN ${r.hand} ELSE ${l.hand} END`,
      );
    case 4:
      return both(
        `list_sum(list_transform([${l.called}, 1], lambda ${leaves.lambda}: ${leaves.lambda} * (${r.called})))`,
        `list_sum(list_transform([${l.hand}, 1], lambda own${number}: own${number} * (${r.hand})))`,
      );
    case 5:
      return both(`greatest(${l.called}, ${r.called}) -- a comment\n`, `greatest(${l.hand}, ${r.hand})`);
    default:
      return call(roll, calls, [l, r]);
  }
}

interface Pair {
  readonly called: string;
  readonly hand: string;
}

function both(called: string, hand: string): Pair {
  return { called, hand };
}

function call(roll: Roll, calls: readonly Made[], given: readonly Pair[]): Pair {
  const fn = one(roll, calls);
  const required = fn.parameters.filter((parameter) => parameter.default === undefined).length;
  const count = required + roll(fn.parameters.length - required + 1);
  const chosen = fn.parameters.slice(0, count).map((parameter, index) => {
    return { parameter, pair: given[index % given.length] as Pair };
  });
  const named = roll(2) === 0;
  const texts = chosen.map(({ parameter, pair }) => (named ? `${parameter.name} := ${pair.called}` : pair.called));
  const written = fn.parameters.map((parameter, index) => chosen[index]?.pair.hand ?? `${parameter.default}`);
  const order = named && roll(2) === 0 ? texts.toReversed() : texts;
  const spelled = one(roll, ['lib.', 'LIB.', '"lib".', 'lib /* here */ . ']);
  return both(`${spelled}${fn.name}(${order.join(', ')})`, fn.write(written));
}

/** Where a parameter stands by hand. */
const MARK = (index: number): string => `⟨${index}⟩`;

function makeFunction(roll: Roll, index: number, calls: readonly Made[]): Made {
  const names = NAMES.toSorted(() => roll(3) - 1).slice(0, 1 + roll(3));
  const parameters = names.map((name, at) => (at > 0 && at === names.length - 1 ? { name, default: '3' } : { name }));
  const windowed = roll(3) === 0;
  // By hand a parameter is a mark that is replaced, all at once, by a text in brackets.
  const leaf = (): Pair => {
    const name = one(roll, [...names, '1.5']);
    return both(name, names.includes(name) ? MARK(names.indexOf(name)) : name);
  };
  const plain = expression(roll, 1 + roll(2), { leaf, lambda: 'y' }, windowed ? [] : calls);
  const mark = MARK(0);
  const body = windowed
    ? both(`avg(${names[0]}) OVER (ROWS UNBOUNDED PRECEDING) + ${plain.called}`, `avg(${mark}) OVER () + ${plain.hand}`)
    : plain;
  const hand = windowed ? body.hand.replace('OVER ()', 'OVER (ROWS UNBOUNDED PRECEDING)') : body.hand;
  return {
    name: `f${index}`,
    parameters,
    body: body.called,
    write: (given) => {
      const text = hand.replaceAll(/⟨(\d+)⟩/g, (_, at: string) => `CAST((${given[Number(at)]}) AS DOUBLE)`);
      return `CAST((${text}) AS DOUBLE)`;
    },
  };
}

/** Functions that may call those before them, and a query over fred.unrate that calls some. */
export function generatedCall(seed: number): GeneratedCall {
  const roll = numbersOf(seed);
  const functions: Made[] = [];
  for (let index = 0; index < 1 + roll(4); index += 1) {
    const plain = functions.filter(({ body }) => !body.includes('OVER'));
    functions.push(makeFunction(roll, index, plain));
  }
  const leaf = (): Pair => {
    const text = one(roll, LEAVES);
    return both(text, text);
  };
  const pair = call(roll, functions, [expression(roll, 1, { leaf, lambda: 'z' }, []), leaf()]);
  const from = 'FROM (SELECT date, value, value + 7 AS y FROM fred.unrate) AS q ORDER BY date';
  const sql = functions.map(({ name, parameters, body }) => {
    const listed = parameters.map((parameter) => {
      return `${parameter.name} DOUBLE${parameter.default === undefined ? '' : ` := ${parameter.default}`}`;
    });
    return `CREATE FUNCTION ${name}(${listed.join(', ')}) AS ${body};\n`;
  });
  return {
    library: sql.join(''),
    planted: `SELECT date, ${pair.called} AS x ${from}`,
    byHand: `SELECT date, ${pair.hand} AS x ${from}`,
  };
}
