/** How one definition's query is evaluated as of many dates: plain data that the compiler builds. */
export interface AsOfPlan {
  /** Node id, e.g. `features.labor`. */
  readonly name: string;
  /** The user's query, variables replaced by constants; the loop runs it as it stands. */
  readonly sql: string;
  /** The one set-based query that equals the loop; absent when only the loop is right. */
  readonly liftedSql?: string;
  /** Whether `liftedSql` equals the loop to the bit, or but for the last bits of floats summed in any order. */
  readonly exactness?: 'bits' | 'last bits may differ';
  /**
   * Rows of a `date` are made of rows of the sources that are dated at most so many days before it, and there is one
   * row a date (`reachOf` of the compiler); absent where that is not known.
   */
  readonly reachDays?: number;
  /** Why `liftedSql` is absent. */
  readonly loopReason?: string;
  /** Every source read, e.g. `fred.unrate`, also through groups. `calendar.dates` is not one of them. */
  readonly sources: readonly string[];
  /** Every group read, also through groups, inner ones first: views in the loop. */
  readonly groups: readonly { readonly name: string; readonly sql: string }[];
  /** The result depends on the date itself (`as_of()`, `calendar.dates`), here or in a group read. */
  readonly usesAsOf: boolean;
}
