import type { Command } from 'commander';

/** What a command is called below `ews`: `lineage verify`. */
export function commandPath(command: Command): string {
  const above = command.parent;
  return above === null || above.parent === null ? command.name() : `${commandPath(above)} ${command.name()}`;
}
