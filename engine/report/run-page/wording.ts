import { formatCount, plainFixed } from '../../figures/index.ts';
import type { PageNodeStatus, RunHeading, TestOnPage } from './run-page-data.ts';

export function statusWord(status: PageNodeStatus): string {
  switch (status) {
    case 'ok':
      return 'built';
    case 'reused':
    case 'failed':
    case 'blocked':
    case 'aborted':
    case 'stale':
    case 'not selected':
      return status;
    default:
      return status satisfies never;
  }
}

export function formatSeconds(seconds: number): string {
  if (seconds >= 100) return `${formatCount(seconds)} s`;
  return seconds >= 1 ? `${plainFixed(seconds, 1)} s` : `${formatCount(seconds * 1000)} ms`;
}

/** `1 test`, `2 tests`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function outcomeWord(outcome: RunHeading['outcome']): string {
  switch (outcome) {
    case 'ok':
      return 'completed';
    case 'failed':
    case 'interrupted':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

export function testWord(status: TestOnPage['status']): string {
  switch (status) {
    case 'pass':
      return 'pass';
    case 'warn':
      return 'warning';
    case 'fail':
      return 'fail';
    case 'skipped':
      return 'skipped';
    default:
      return status satisfies never;
  }
}
