import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, objectsAt, someNode, textAt } from '../../ast.ts';
import { callOf, textConstant } from './nodes.ts';

/** What window functions take of the rows of one frame: the expressions, by their text. */
type TakenOfFrame = Map<string, JsonObject>;

/**
 * `first_value(a) OVER w, first_value(b) OVER w` as fields of one `first_value(struct_pack(a, b)) OVER w`: DuckDB finds
 * the frame of every row anew for each window function, and that is most of what such a window costs. It is done where
 * a function takes the values of one row as they are, in columns of one select list that have a name of their own,
 * since others are named after their text.
 */
export function withSharedFrames(value: JsonObject): JsonObject {
  const node = withChildren(value, withSharedFrames);
  if (node['type'] !== 'SELECT_NODE') return node;
  const list = objectsAt(node, 'select_list');
  const frames = new Map<string, TakenOfFrame>();
  for (const item of list.filter(isNamed)) collect(item, frames);
  const shared = new Map([...frames].filter(([, taken]) => taken.size > 1));
  if (shared.size === 0) return node;
  return { ...node, select_list: list.map((item) => (isNamed(item) ? sharing(item, shared) : item)) };
}

function isNamed(item: JsonObject): boolean {
  return textAt(item, 'alias') !== '';
}

/** Adds what the expression takes of frames, each expression once a frame. */
function collect(expression: JsonObject, frames: Map<string, TakenOfFrame>): void {
  if (expression['class'] === 'SUBQUERY') return;
  const taken = takenValue(expression);
  if (taken === undefined) {
    withChildren(expression, (child) => {
      collect(child, frames);
      return child;
    });
    return;
  }
  const frame = frameText(expression);
  const ofFrame = frames.get(frame) ?? new Map();
  frames.set(frame, ofFrame.set(textOf(taken), taken));
}

/** The expression with a field of the frame's one window function for each of those that share it. */
function sharing(expression: JsonObject, frames: ReadonlyMap<string, TakenOfFrame>): JsonObject {
  if (expression['class'] === 'SUBQUERY') return expression;
  const taken = takenValue(expression);
  if (taken === undefined) return withChildren(expression, (child) => sharing(child, frames));
  const ofFrame = frames.get(frameText(expression));
  if (ofFrame === undefined) return expression;
  const fields = [...ofFrame.values()].map((each, i) => ({ ...each, alias: `v${i}` }));
  const field = `v${[...ofFrame.keys()].indexOf(textOf(taken))}`;
  const whole = { ...expression, alias: '', children: [callOf('struct_pack', fields)] };
  return { ...callOf('struct_extract', [whole, textConstant(field)]), alias: textAt(expression, 'alias') };
}

/** What `first_value` or `last_value` takes; undefined for other expressions, and where rows are passed over. */
function takenValue(expression: JsonObject): JsonObject | undefined {
  if (expression['type'] !== 'WINDOW_FIRST_VALUE' && expression['type'] !== 'WINDOW_LAST_VALUE') return undefined;
  const isPlain =
    expression['ignore_nulls'] === false &&
    expression['filter_expr'] === null &&
    expression['distinct'] === false &&
    objectsAt(expression, 'arg_orders').length === 0;
  const [taken, ...others] = objectsAt(expression, 'children');
  if (!isPlain || taken === undefined || others.length > 0) return undefined;
  return someNode(taken, (part) => part['class'] === 'SUBQUERY') ? undefined : taken;
}

/** The function, its partition, order and bounds: all but what it takes. */
function frameText({ children: _, alias: __, ...frame }: JsonObject): string {
  return textOf(frame);
}

function textOf(value: JsonObject): string {
  return JSON.stringify(value, (key, field) => (key === 'query_location' || key === 'alias' ? undefined : field));
}

/** The node with `changed` of every object right below it, in lists too. */
function withChildren(node: JsonObject, changed: (child: JsonObject) => JsonObject): JsonObject {
  const below = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(below);
    return isObject(value) ? changed(value) : value;
  };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, below(value)]));
}
