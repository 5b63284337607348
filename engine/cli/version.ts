import { createRequire } from 'node:module';

/** `#package` is the package.json of whatever package this file is in: of the repository, and of an installed `ews`. */
const { version } = createRequire(import.meta.url)('#package') as { readonly version: string };

/** The version of ews: it stands in package.json alone. */
export const EWS_VERSION = version;
