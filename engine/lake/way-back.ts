/**
 * What heals an object whose stored bytes are gone or damaged. Observations are not computed: whoever deletes them has
 * the source ingested anew, as if its newest file were its first. All else a build computes from what it reads.
 * @param key the folder of the object, or a file in it
 */
export function wayBack(key: string): string {
  const [root, kind, name, fingerprint] = key.split('/');
  if (root !== 'objects') return 'restore it from a copy, or build again: ews build';
  if (kind !== 'observations') return 'restore it from a copy, or compute it anew: ews build --full-refresh';
  const folder = [root, kind, name, fingerprint].join('/');
  return `restore it from a copy; or delete ${folder}, and the source is ingested anew, without its earlier versions`;
}
