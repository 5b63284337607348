import type { Catalogue } from '../../inspect/index.ts';

/** What the page's script is given. */
export interface DocsPageData {
  readonly catalogue: Catalogue;
  /** Pages of runs that lie where the page can lead to: `<run>/cards/x.html` -> relative address. */
  readonly pages: Readonly<Record<string, string>>;
}
