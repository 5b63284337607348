import { createRequire } from 'node:module';

/** What a package says of itself. */
export interface PackageWords {
  readonly version: string;
  /** Where its source is published, as npm writes it. */
  readonly repository?: { readonly url: string };
}

/** `#package` is the package.json of whatever package this file is in: of the repository, and of an installed `ews`. */
export const THIS_PACKAGE = createRequire(import.meta.url)('#package') as PackageWords;

/** The version of ews: it stands in package.json alone. */
export const EWS_VERSION = THIS_PACKAGE.version;
