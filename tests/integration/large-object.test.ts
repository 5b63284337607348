import path from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { openLocalStore } from '../../engine/lake/index.ts';
import { largeObjectContract } from '../lake/store-contract.ts';
import { temporaryFolder } from '../lake/temporary-folder.ts';

describe('a large object on local disk', () => {
  largeObjectContract(async () => {
    const root = path.join(await temporaryFolder(onTestFinished), 'lake');
    return () => openLocalStore(root);
  });
});
