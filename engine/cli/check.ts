/** One fact about the installation. `not verified`: this machine cannot tell, so nobody may rely on it. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'not verified';
  readonly detail: string;
  /** The setting or the permission that is missing. */
  readonly remedy?: string;
  /** Whether the target requires a posture. A required one has to be `ok`, another may even be `failed`. */
  readonly required?: boolean;
}
