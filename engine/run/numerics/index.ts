export { machineNumerics } from './machine-numerics.ts';
export { otherMachines } from './other-machine.ts';
export { recordNumerics } from './recorded-numerics.ts';
