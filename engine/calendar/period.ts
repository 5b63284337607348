/** How long the periods are that a series describes, in the words of FRED. */
export type Frequency = 'daily' | 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | 'semiannual' | 'annual' | '5-year';

/** Which day of its period a date names: the first, or the last, as FRED has it of weeks and fortnights. */
export type Dated = 'start' | 'end';
