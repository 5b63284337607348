import path from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { openLocalStore } from '../../engine/lake/index.ts';
import { largeObjectContract } from '../../engine/lake/store-contract.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';

describe('a large object on local disk', () => {
  largeObjectContract(async () => {
    const root = path.join(await temporaryFolder(onTestFinished), 'lake');
    return () => openLocalStore(root);
  });
});
