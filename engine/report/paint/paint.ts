import pc from 'picocolors';
import { visible } from './visible.ts';

/** Colours, or nothing where the output is no terminal or the user said NO_COLOR. */
type Colours = ReturnType<typeof pc.createColors>;

/** How sentences look where they are printed. */
export interface Paint extends Colours {
  /** A sentence with the commands of ews in it as they would be typed there. */
  readonly typed: (sentence: string) => string;
}

/** Paint, and what turns a painted text into that which a terminal may be sent. */
export interface PaintedOutput {
  readonly paint: Paint;
  /** Sends the colours that `paint` gave, and shows every other control character: it is of a file. */
  readonly shown: (text: string) => string;
}

const ESCAPE = '\u001b';

export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const wanted = environment['NO_COLOR'] === undefined || environment['NO_COLOR'] === '';
  const colours = pc.createColors(wanted && (stream.isTTY === true || environment['FORCE_COLOR'] !== undefined));
  return { ...colours, typed: (sentence) => sentence };
}

/** `secret`: a text that nobody can guess, by which colours are told from those that somebody wrote into a file. */
export function paintedOutput(colours: Paint, secret: string): PaintedOutput {
  const mark = `${ESCAPE}${secret}`;
  const { typed, ...named } = colours;
  const painting = Object.entries(named).map(([name, colour]) => [
    name,
    typeof colour === 'function' ? marked(colour, mark) : colour,
  ]);
  return {
    paint: { ...(Object.fromEntries(painting) as Colours), typed },
    shown: (text) => text.split(mark).map(visible).join(ESCAPE),
  };
}

/** The same colour, of which every escape carries the mark. */
function marked(colour: (text: string) => string, mark: string): (text: string | number | null | undefined) => string {
  const [open = '', close = ''] = colour('|')
    .split('|')
    .map((code) => code.replaceAll(ESCAPE, mark));
  if (open === '') return String;
  // What ends within, ends this as well: it begins again.
  return (text) => open + String(text).replaceAll(close, close + open) + close;
}
