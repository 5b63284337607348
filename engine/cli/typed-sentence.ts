import type { Command } from 'commander';
import { commandPath } from './command-path.ts';
import type { GlobalFlags } from './session.ts';
import { nextCommand, type PlaceFlags } from './typed-command.ts';

/** What sentences are worded for: the commands that there are, and the flags that the one which speaks was given. */
export interface TypedWhere {
  /** Their words with spaces between them: `source attest`. */
  readonly commands: ReadonlySet<string>;
  readonly flags: PlaceFlags;
  /** Those that need neither project nor place. */
  readonly withoutPlace: ReadonlySet<string>;
}

/**
 * A sentence in which every command of ews stands as it would be typed where it is read: `run: ews build` of a problem
 * as `run: npx ews build --target live`, in the words of `nextCommand`. A flag that stands behind the command already
 * is not put before it. What follows "ews" and is no command is a verb, and stays.
 */
export function typedSentence(sentence: string, where: TypedWhere): string {
  const parts = sentence.split(/(?<![\w/-]|npx )ews (?=[a-z-])/);
  const [before = '', ...rest] = parts;
  return before + rest.map((part) => typedPart(part, where)).join('');
}

function typedPart(part: string, { commands, flags, withoutPlace }: TypedWhere): string {
  // A command of a group has two words.
  const [first, both] = /^(--help|[a-z][a-z-]*)(?: [a-z][a-z-]*)?/.exec(part)?.toReversed() ?? [];
  const command = [both, first].find((each) => each !== undefined && (commands.has(each) || isHelp(each)));
  if (command === undefined) return `ews ${part}`;
  const rest = part.slice(command.length);
  const needsNone = isHelp(command) || withoutPlace.has(command);
  return nextCommand(command, needsNone ? NOWHERE : withoutSaid(flags, rest)) + rest;
}

const NOWHERE: PlaceFlags = { projectDir: '.' };

function isHelp(word: string): boolean {
  return word === '--help' || word === 'help';
}

/** The flags but for those that a text has. */
function withoutSaid(flags: PlaceFlags, text: string): PlaceFlags {
  return {
    ...flags,
    ...(text.includes('--target ') ? { target: '' } : {}),
    ...(text.includes('--env ') ? { env: '' } : {}),
    ...(text.includes('--vars ') ? { vars: '' } : {}),
  };
}

/** All commands that a program has, those of its groups among them. */
export function commandsOf(program: Command): ReadonlySet<string> {
  const below = (command: Command): readonly string[] =>
    command.commands.flatMap((each) => [commandPath(each), ...below(each)]);
  return new Set(below(program));
}

/** The sentence as a command line of `program` types it, once its flags are read. */
export function sentencesOf(program: Command, withoutPlace: ReadonlySet<string>): (sentence: string) => string {
  return (sentence) => {
    if (!sentence.includes('ews ')) return sentence;
    return typedSentence(sentence, { commands: commandsOf(program), flags: program.opts<GlobalFlags>(), withoutPlace });
  };
}
