/** What `--select` and `--exclude` take, for the help of commands. */
export const SELECTORS =
  'name, +name, name+, 2+name, @name, tag:x, path:x, owner:x, resource_type:x, source:x, ' +
  'test_type:x, unit_test:x, state:x';

/** What `--state` is. */
export const STATE = 'what state: compares with: an environment, ENV@DATE, a run, or git:REVISION';

/** What `--defer` is. */
export const DEFER = 'take inputs that are neither selected nor current as the environment of --state has them';
