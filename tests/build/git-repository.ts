import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestProject } from './small-project.ts';

/** Puts a project's definitions under git, at a commit that is tagged `v1`. */
export function gitRepository(project: TestProject): void {
  writeFileSync(path.join(project.root, '.gitignore'), '.ews\n');
  runGit(project.root, 'init', '--quiet', '--initial-branch=trunk');
  commitAll(project, 'v1');
}

export function commitAll(project: TestProject, tag: string): void {
  runGit(project.root, 'add', '--all');
  runGit(project.root, '-c', 'user.name=tester', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-m', tag);
  runGit(project.root, 'tag', tag);
}

export function runGit(folder: string, ...args: readonly string[]): void {
  execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
}
