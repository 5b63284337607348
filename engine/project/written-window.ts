/** A month of a window: a whole number, or a variable as SQL names it, `$horizon_months`. */
export type WindowMonth = number | string;

export interface WrittenWindow {
  readonly fromMonth: WindowMonth;
  readonly toMonth: WindowMonth;
}
