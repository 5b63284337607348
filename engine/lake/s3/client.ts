import type * as Sdk from '@aws-sdk/client-s3';
import type { S3Agents, S3StoreEffects, S3StoreOptions } from './options.ts';
import { SDK_RETRY } from './retry.ts';

/** The SDK, loaded, and a client of it. */
export interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

export async function openClient(options: S3StoreOptions, effects: S3StoreEffects): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client(clientConfig(options, await effects.agents?.()));
  client.middlewareStack.add(
    (next, context) => (input) => {
      const { commandName = '' } = context as { readonly commandName?: string };
      effects.onRequest?.(commandName.replace(/Command$/, ''));
      return next(input);
    },
    // After the step that repeats: every attempt counts.
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
  return { sdk, client };
}

/** No credentials: the SDK looks for them itself, in the environment, profiles, roles of containers and machines. */
export function clientConfig(options: S3StoreOptions, agents?: S3Agents): Sdk.S3ClientConfig {
  return {
    region: options.region,
    forcePathStyle: options.pathStyle,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.fips ? { useFipsEndpoint: true } : {}),
    ...SDK_RETRY,
    // The lake digests whole objects itself, and names what it finds; the SDK's sums would break off a stream unnamed.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5000, socketTimeout: 60_000, ...agents },
  };
}
