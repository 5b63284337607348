/** Text of a number in groups of three digits, as English has it. */
type Grouping = (value: number) => string;

/**
 * Groups as `Intl` does it. Loading its tables takes as long as starting half a program, and nearly all that is ever
 * grouped are counts: `Intl` is asked for the others, by one object, since `toLocaleString` makes one at every call.
 */
export function groupingBy(options: Intl.NumberFormatOptions = {}): Grouping {
  let format: Intl.NumberFormat | undefined;
  return (value) => {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return grouped(String(value));
    format ??= new Intl.NumberFormat('en-US', options);
    return format.format(value);
  };
}

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
