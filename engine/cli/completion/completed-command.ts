/** A flag as a shell completes it. */
export interface CompletedFlag {
  /** `-s`, `--select`. */
  readonly names: readonly string[];
  readonly description: string;
  /** What follows it: nothing, anything (a file, as far as a shell can tell), or one of some words. */
  readonly value: 'none' | 'any' | readonly string[];
}

/** A command as a shell completes it: what may follow its words. */
export interface CompletedCommand {
  /** `model`, `explain`; none of `ews` itself. */
  readonly words: readonly string[];
  readonly flags: readonly CompletedFlag[];
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  /** Words that its arguments may be, where they are some. */
  readonly values: readonly string[];
}

/** A text that no POSIX shell looks into. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The name of a command in a script's tables: `ews model explain`. */
export function pathOf({ words }: Pick<CompletedCommand, 'words'>): string {
  return ['ews', ...words].join(' ');
}

/** Flags of all commands behind which a word stands that is none of a command. */
export function flagsWithValues(commands: readonly CompletedCommand[]): readonly string[] {
  const flags = commands.flatMap((command) => command.flags).filter(({ value }) => value !== 'none');
  return [...new Set(flags.flatMap(({ names }) => names))];
}
