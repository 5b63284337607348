/** What a card says, before it is HTML or Markdown: both renderers show the same blocks. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A figure quoted from `card.json`: never typed in, always looked up. */
export interface Figure {
  readonly kind: 'figure';
  readonly pointer: string;
  readonly value: number | string | boolean | null;
  readonly text: string;
}

/** Plain text is untrusted and escaped by the renderer. */
export type Inline = string | Figure;
export type Text = readonly Inline[];

export interface TableColumn {
  readonly title: string;
  readonly align: 'text' | 'number';
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'notice'; readonly tone: 'warning' | 'note'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'summary'; readonly items: readonly SummaryItem[] }
  | { readonly kind: 'facts'; readonly items: readonly Fact[] }
  | Table
  | {
      readonly kind: 'chart';
      /** The list in `card.json` that the picture draws. */
      readonly pointer: string;
      readonly caption: Text;
      /** Trusted markup of our own chart functions, drawn for a wide and for a narrow page. */
      readonly svg: { readonly wide: string; readonly narrow: string };
    }
  | { readonly kind: 'code'; readonly text: string };

export interface Fact {
  readonly term: string;
  readonly text: Text;
}

/** A line of what a page says first. */
export interface SummaryItem {
  readonly term: string;
  /** The figure that it is about, set large, with its unit. */
  readonly large?: Text;
  readonly text: Text;
  /** Somebody has to do something about it. */
  readonly warns?: boolean;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** The first cell of a row is its header. */
  readonly rows: readonly (readonly Text[])[];
  /** Long evidence, folded away on screen. */
  readonly folded?: boolean;
}
