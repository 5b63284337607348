/** A line at the foot of a terminal that is written over and over, and leaves nothing behind. */
export interface LiveLine {
  /** Shows a text in place of the one before; the empty text takes it away. */
  readonly show: (text: string) => void;
  /** Writes something else above it. */
  readonly beside: (write: () => void) => void;
}

/** What a live line is written to. */
export interface LiveStream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** To the start of the line, and away with what stands there. */
const CLEAR = '\r\u001b[K';

/** None where nobody looks: no terminal, one that cannot, or a log that keeps every line. */
export function liveLine(stream: LiveStream, environment: NodeJS.ProcessEnv): LiveLine {
  const isWatched = stream.isTTY === true && environment['TERM'] !== 'dumb' && environment['CI'] === undefined;
  if (!isWatched) return { show: () => undefined, beside: (write) => write() };
  let shown = '';
  const draw = (text: string): void => void stream.write(text);
  return {
    show: (text) => {
      if (text === shown) return;
      shown = fitting(text, stream.columns);
      draw(CLEAR + shown);
    },
    beside: (write) => {
      if (shown !== '') draw(CLEAR);
      write();
      if (shown !== '') draw(shown);
    },
  };
}

/** A line that is broken would leave its first half behind. */
function fitting(text: string, columns = 80): string {
  const characters = [...text];
  return characters.length < columns ? text : `${characters.slice(0, columns - 2).join('')}…`;
}
