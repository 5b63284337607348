/** A construct that the set-based form does not express, or not surely: the query runs once per date instead. */
export class CannotLift extends Error {}
