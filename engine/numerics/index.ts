export { CHOOSING_VARIABLES, choosingVariables } from './choosing-variables.ts';
export { JAVASCRIPT_FUNCTIONS, javascriptNumerics } from './javascript-numerics.ts';
export { power, powerOfTen } from './power.ts';
export { differingFunctions, digestOfDoubles, type NumericsProbe, probeOf } from './probe.ts';
export { probeValues } from './probe-values.ts';
