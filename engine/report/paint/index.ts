export { type Paint, paintFor } from './paint.ts';
