import { calledAs, thisInvocation } from './called-as.ts';
import type { GlobalFlags } from './session.ts';

/**
 * A command of this `ews` as it would be typed in the folder that this one was given in, of the same project and place:
 * `npx ews open --target live`.
 */
export function nextCommand(command: string, flags: PlaceFlags, words: readonly string[] = []): string {
  const called = `${calledAs(process.cwd(), thisInvocation())} ${command}`;
  return typedCommand(called, [...placeWords(flags), ...words]);
}

/** A command as it would be typed, with words that a shell takes as they are. */
export function typedCommand(command: string, words: readonly string[]): string {
  return [command, ...words].join(' ');
}

/** The flags that say of which project a command is, and where. */
export type PlaceFlags = Pick<GlobalFlags, 'projectDir' | 'target' | 'env' | 'vars' | 'allowOutside'>;

/** The words that say of which project, and where, as the flags had them. */
function placeWords(flags: PlaceFlags): readonly string[] {
  return [
    ...typedOption('--project-dir', flags.projectDir === '.' ? undefined : flags.projectDir),
    ...typedOption('--target', flags.target),
    ...typedOption('--env', flags.env),
    ...typedOption('--vars', flags.vars),
    ...(flags.allowOutside ?? []).flatMap((folder) => typedOption('--allow-outside', folder)),
  ];
}

/** A flag with its value; nothing where there is none. */
export function typedOption(name: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [name, typedWord(value)];
}

/** A word in quotes, where a shell would make something of it. */
export function typedWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
