/** What a definition does, its SQL, and what is said of it: `CODE line:column "underlined" message`. */
export type PlantedCase = readonly [what: string, sql: string, ...said: readonly string[]];
