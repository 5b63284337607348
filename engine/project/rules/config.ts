import { isDay } from '../../calendar/index.ts';
import { didYouMean, type Problem, thereAre, warning } from '../../diagnostics/index.ts';
import type { VariableDefinition } from '../definitions.ts';
import { pathPattern } from '../path-pattern.ts';
import { shown } from '../shown.ts';
import { VARIABLE_WORDS } from '../variable-words.ts';
import { problemAtKey, problemAtValue, type Sketch } from './rule.ts';

export function* calendarEndsAfterItsStart({ config }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  const { start, end } = config.definition.calendar;
  if (end === 'data' || end >= start) return;
  const message = `the calendar ends on ${end}, before it starts on ${start}`;
  yield problemAtValue(config, ['calendar', 'end'], {
    code: 'EWS1011',
    message,
    hint: 'set a later end, or end: data',
  });
}

export function* variableValuesMatchTheirTypes({ config }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  for (const variable of config.definition.vars) {
    if (hasItsType(variable)) continue;
    const { name, type, value } = variable;
    const message = `"vars.${name}.value" is ${shown(value)}, but its type is ${type}`;
    const hint = `write ${VARIABLE_WORDS[type]}`;
    yield problemAtValue(config, ['vars', name, 'value'], { code: 'EWS1011', message, hint });
  }
}

/** Whether a variable's value is of the type that is declared. */
export function hasItsType({ type, value }: VariableDefinition): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'text':
      return typeof value === 'string';
    case 'date':
      return isDay(value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      throw new Error(`unknown variable type ${type satisfies never}`);
  }
}

export function* defaultTargetExists({ config, declared, impliedTarget }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  const target = config.definition.defaultTarget;
  if (declared.target.has(target) || impliedTarget?.name === target) return;
  const names = [...declared.target.keys()];
  yield problemAtValue(config, ['default_target'], {
    code: 'EWS1010',
    message: `the default target "${target}" is not defined`,
    hint: didYouMean(target, names) ?? thereAre('there are', names) ?? `write targets/${target}.yaml`,
  });
}

export function* championsPredictTheirLabels({ config, declared, models }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  const labels = new Map(models.map(({ definition }) => [definition.name, definition.label]));
  for (const { label, model } of config.definition.champions) {
    const path = ['champions', label];
    const predicted = labels.get(model);
    if (!declared.label.has(label)) {
      const hint = didYouMean(label, declared.label.keys()) ?? `write models/labels/${label}.yaml and .sql`;
      yield problemAtKey(config, path, { code: 'EWS1010', message: `there is no label "${label}"`, hint });
    } else if (!declared.model.has(model)) {
      const hint = didYouMean(model, declared.model.keys()) ?? `write models/${model}.yaml`;
      yield problemAtValue(config, path, { code: 'EWS1010', message: `there is no model "${model}"`, hint });
    } else if (predicted !== undefined && predicted !== label) {
      const message = `"${model}" cannot be the champion of "${label}": it predicts "${predicted}"`;
      const others = [...labels].filter(([, its]) => its === label).map(([name]) => name);
      const hint = others.length === 0 ? 'remove it' : `models of that label: ${others.join(', ')}`;
      yield problemAtValue(config, path, { code: 'EWS1011', message, hint });
    }
  }
}

/** An owner or tag that no file gets is probably a slip in the path, but harms nothing. */
export function* pathPatternsMatchSomething({ config, files }: Sketch): Iterable<Problem> {
  if (config === undefined) return;
  for (const key of ['owners', 'tags'] as const) {
    for (const [i, { path }] of config.definition[key].entries()) {
      const pattern = pathPattern(path);
      if ([...files].some((file) => pattern.test(file))) continue;
      yield problemAtValue(
        config,
        [key, i, 'path'],
        warning('EWS1010', `no file matches "${path}"`, {
          hint: 'paths start at the project, such as features/** or models/labels/*.yaml',
        }),
      );
    }
  }
}
