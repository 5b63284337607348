import { type Seal, sealOf } from './seal.ts';

/** Of somebody whose key everybody knows: all processes of the tests are theirs. */
export const SEAL: Seal = sealOf(Buffer.from('a key of the tests'));

/** The same, where it is asked for. */
export const openSeal = (): Seal => SEAL;
