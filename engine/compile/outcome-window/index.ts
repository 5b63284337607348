export { checkWindows, type WindowCheck } from './check-windows.ts';
