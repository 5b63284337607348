export { calledNotes, problemAtOrigin, type WordsAtOrigin } from './body-problem.ts';
export { callsIn, type EditedText, type FunctionBody, relationsOf } from './edited-text.ts';
export { Expander } from './expand.ts';
export { signatureOf } from './find-calls.ts';
export { Functions, type KnownFunctions } from './functions.ts';
export {
  type CalledFunctions,
  callsFunctions,
  inlineCalls,
  loadBodies,
  sizeProblem,
  wrongCalls,
} from './inline-calls.ts';
export type { ParseText } from './read-body.ts';
