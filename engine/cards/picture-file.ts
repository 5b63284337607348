import { label } from './charts/svg.ts';
import { CHART_CSS, COLOURS_CSS } from './theme.ts';

/** One chart of a picture file, with the line that stands above it. */
export interface PicturePart {
  readonly heading: string;
  /** Markup of one of our own chart functions. */
  readonly chart: string;
}

const MARGIN = 24;
const HEADING = 30;
const GAP = 20;

/** What every chart function opens and closes its markup with. */
const OPENING = /^<svg class="chart" role="img" viewBox="0 0 ([\d.]+) ([\d.]+)"/;

/**
 * Charts below each other as one SVG file that needs nothing else: colours and type are in it, light or dark as its
 * reader has them, and it asks for nothing.
 */
export function pictureFile(parts: readonly PicturePart[]): string {
  let [width, height] = [0, MARGIN];
  const drawn = parts.map(({ heading, chart }) => {
    const [opening = '', w = '', h = ''] = OPENING.exec(chart) ?? [];
    if (opening === '') throw new Error('this is no chart of ours');
    const top = height;
    width = Math.max(width, Number(w));
    height += HEADING + Number(h) + GAP;
    const group = `<g class="chart" role="img" transform="translate(0 ${HEADING})"`;
    const content = `${group}${chart.slice(opening.length, -'</svg>'.length)}</g>`;
    return `<g class="chart" transform="translate(${MARGIN} ${top})">${label([0, 14], heading, 'value')}${content}</g>`;
  });
  const [w, h] = [width + 2 * MARGIN, height - GAP + MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">`,
    `<style>${COLOURS_CSS}${CHART_CSS}</style>`,
    `<rect width="${w}" height="${h}" style="fill: var(--paper)"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}
