/** Variables that choose which functions of the C library a process gets. */
export const CHOOSING_VARIABLES = ['GLIBC_TUNABLES', 'LD_PRELOAD', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES'] as const;

/** Those of an environment that are set: a process that is to compute alike is started with them. */
export function choosingVariables(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const set = CHOOSING_VARIABLES.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}
