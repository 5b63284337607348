export { alarmChart } from './alarm-chart.ts';
export { calibrationChart } from './calibration-chart.ts';
export { contributionChart } from './contribution-chart.ts';
export { panelChart } from './panel-chart.ts';
export { type ProbabilityChart, type ProbabilityPoint, probabilityChart } from './probability-chart.ts';
export { refitChart } from './refit-chart.ts';
export { rocChart } from './roc-chart.ts';
export { usefulnessChart } from './usefulness-chart.ts';
export { type ValuePoint, valueChart } from './value-chart.ts';
