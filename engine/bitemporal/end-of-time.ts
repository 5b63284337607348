/**
 * The day that ends an interval which is still open. Stored intervals are half-open; those of FRED, of files and of
 * labels on a card include their last day, and say "still" by the same day.
 */
export const END_OF_TIME = '9999-12-31';

export const END_OF_TIME_SQL = `DATE '${END_OF_TIME}'`;
