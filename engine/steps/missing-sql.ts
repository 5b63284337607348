/** Whether a value of any type is a floating-point number, and is NaN or infinite. */
export function notFinite(value: string): string {
  return `(typeof(${value}) IN ('FLOAT', 'DOUBLE') AND ${value}::VARCHAR IN ('nan', '-nan', 'inf', '-inf'))`;
}

/** Whether a value of any type is missing: NULL, NaN or infinite. */
export function missing(value: string): string {
  return `(${value} IS NULL OR ${notFinite(value)})`;
}
