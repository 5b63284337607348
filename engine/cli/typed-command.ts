import type { GlobalFlags } from './session.ts';

/** A command as it would be typed, with words that a shell takes as they are. */
export function typedCommand(command: string, words: readonly string[]): string {
  return [command, ...words].join(' ');
}

/** The words that say of which project, and where, as the flags had them. */
export function placeWords(flags: Pick<GlobalFlags, 'projectDir' | 'target' | 'env' | 'vars'>): readonly string[] {
  return [
    ...typedOption('--project-dir', flags.projectDir === '.' ? undefined : flags.projectDir),
    ...typedOption('--target', flags.target),
    ...typedOption('--env', flags.env),
    ...typedOption('--vars', flags.vars),
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
