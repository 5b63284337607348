import type { Refusal } from './answer.ts';

/** Whose word the answers are. `unknown`: not even the SDK could say where it would ask. */
export type Server =
  | { readonly kind: 'aws'; readonly hostname: string; readonly fips: boolean }
  | { readonly kind: 'other'; readonly hostname: string; readonly encrypted: boolean }
  | { readonly kind: 'unknown'; readonly refusal: Refusal };

/** S3's own names, those of interface endpoints among them. Others below amazonaws.com can be rented by anybody. */
const S3 =
  /^(bucket\.)?(vpce-[0-9a-z-]+\.)?s3(?<fips>-fips)?(\.dualstack)?(\.[a-z0-9-]+)?(\.vpce)?\.amazonaws\.com(\.cn)?$/;

/** Who answers for a bucket at this address. TLS vouches for the name, so without it nobody is AWS. */
export function serverAt(bucket: string, address: { readonly protocol: string; readonly hostname: string }): Server {
  const { protocol, hostname } = address;
  const service = hostname.startsWith(`${bucket}.`) ? hostname.slice(bucket.length + 1) : hostname;
  const encrypted = protocol === 'https:';
  const name = encrypted ? S3.exec(service) : null;
  if (name === null) return { kind: 'other', hostname, encrypted };
  return { kind: 'aws', hostname, fips: name.groups?.['fips'] !== undefined };
}
