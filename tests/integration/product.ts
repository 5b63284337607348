import { type ExecFileException, execFile } from 'node:child_process';
import path from 'node:path';

export const REPOSITORY = path.resolve(import.meta.dirname, '../..');

export interface CommandOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of its own, as a person at a shell would, and waits for it. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<CommandOutput> {
  return new Promise((resolve) => {
    execFile(program, [...args], { ...options, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : exitCodeOf(error), stdout, stderr });
    });
  });
}

/** The exit code of a program that failed; -1 of one that did not start, or was killed. */
function exitCodeOf({ code }: ExecFileException): number {
  return typeof code === 'number' ? code : -1;
}

/** The result in what `--json` prints. */
export function resultIn<Result>(stdout: string): Result {
  return (JSON.parse(stdout) as { readonly result: Result }).result;
}

/** `ews ARGS` of the compiled engine on a project. */
export function ews(project: string, ...args: readonly string[]): Promise<CommandOutput> {
  return run(process.execPath, [path.join(REPOSITORY, 'bin/ews.mjs'), ...args, '--project-dir', project]);
}

/** What a command that must end well gives; `--json` is added. */
export async function ewsJson(project: string, ...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await ews(project, ...args, '--json');
  if (code !== 0) throw new Error(`ews ${args.join(' ')} ended with ${code}\n${stderr}`);
  return resultIn(stdout);
}
