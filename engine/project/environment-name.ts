/** Whether an environment may be called so: it is a folder of refs, beside `sources`, where the sources keep theirs. */
export function isEnvironmentName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,62}$/.test(text) && text !== 'sources';
}
