import { escapeHtml } from '../escape-html.ts';

/** One accessible picture: a role, a title and a description that say what a reader would see. */
export interface Picture {
  /** Unique on its page: title and description are referred to by it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

export function svg(picture: Picture, content: readonly string[]): string {
  const { id, width, height } = picture;
  return [
    `<svg class="chart" role="img" viewBox="0 0 ${width} ${height}" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeHtml(picture.title)}</title>`,
    `<desc id="${id}-desc">${escapeHtml(picture.description)}</desc>`,
    ...content,
    '</svg>',
  ].join('');
}

type Point = readonly [x: number, y: number];

export type Attributes = Readonly<Record<string, string | number>>;

/** An element; attribute values are escaped, numbers rounded to hundredths of a unit. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeHtml(value)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A text at a point, that of its anchor on the line it stands on; `style` is a class of the style sheet. */
export function label([x, y]: Point, text: string, style = 'tick', anchor = 'start'): string {
  return element('text', { x, y, class: style, 'text-anchor': anchor }, escapeHtml(text));
}

function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A rectangle as part of a path, so that hundreds of one kind are one element. */
export function barPath(x: number, y: number, width: number, height: number): string {
  const [w, h] = [coordinate(width), coordinate(height)];
  return `M${coordinate(x)} ${coordinate(y)}h${w}v${h}h-${w}z`;
}

/** Path through points; a null starts a new stretch, so that gaps in the data stay gaps. */
export function linePath(points: readonly (Point | null)[]): string {
  let pen = 'M';
  return points
    .map((point) => {
      if (point === null) {
        pen = 'M';
        return '';
      }
      const step = `${pen}${coordinate(point[0])} ${coordinate(point[1])}`;
      pen = 'L';
      return step;
    })
    .join('');
}
