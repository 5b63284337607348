import { present } from '../../presence/index.ts';
import type { CalendarRule, ProjectConfig } from '../definitions.ts';
import type { ConfigShape } from '../schemas/config.ts';
import type { YamlFile } from '../yaml-file.ts';

/** Before it is known where listed dates begin. */
const FIRST_DAY = '0001-01-01';

/** Of listed dates the file is read later: `listed-dates.ts`. */
function calendarOf({
  frequency,
  day_of_period,
  dates,
  start,
  end,
}: ConfigShape['calendar']): ProjectConfig['calendar'] {
  const rule: CalendarRule =
    frequency === undefined
      ? { kind: 'listed', file: present(dates), dates: [] }
      : { kind: 'periods', frequency, dayOfPeriod: day_of_period ?? 'last_day' };
  return { rule, start: start ?? FIRST_DAY, end };
}

export function normaliseConfig(yaml: YamlFile, shape: ConfigShape): ProjectConfig {
  return {
    yaml,
    name: shape.name,
    calendar: calendarOf(shape.calendar),
    vars: Object.entries(shape.vars).map(([name, { type, value, description }]) => ({
      name,
      type,
      value,
      description,
    })),
    defaultTarget: shape.default_target,
    champions: Object.entries(shape.champions).map(([label, model]) => ({ label, model })),
    owners: shape.owners,
    tags: shape.tags,
  };
}
