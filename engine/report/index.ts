export { type Paint, paintFor } from './paint.ts';
export { problemsText, problemText } from './problem-text.ts';
export { eventText, resultText } from './run-text.ts';
