export { type Cell, columnTexts, figureText } from './column-texts.ts';
export { intervalText, plainFigure, plainFixed, plainPercent, thousands } from './plain.ts';
export {
  formatCount,
  formatDay,
  formatFixed,
  formatLongDay,
  formatMeasured,
  formatMonth,
  formatPercent,
} from './typeset.ts';
export { behindFigure, inUnit, unitOfDifference } from './unit.ts';
