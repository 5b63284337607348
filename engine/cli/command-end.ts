const endings: (() => Promise<void>)[] = [];

/** Has something put away when the command has ended, however it ended. */
export function atCommandEnd(work: () => Promise<void>): void {
  endings.push(work);
}

/** Puts all of it away. */
export async function endCommand(): Promise<void> {
  await Promise.all(endings.splice(0).map((work) => work()));
}
