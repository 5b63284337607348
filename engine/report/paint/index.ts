export { type Paint, paintedOutput, paintFor } from './paint.ts';
export { visible } from './visible.ts';
