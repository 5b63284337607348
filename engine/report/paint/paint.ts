import pc from 'picocolors';

/** Colours, or nothing where the output is no terminal or the user said NO_COLOR. */
export type Paint = ReturnType<typeof pc.createColors>;

export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const wanted = environment['NO_COLOR'] === undefined || environment['NO_COLOR'] === '';
  return pc.createColors(wanted && (stream.isTTY === true || environment['FORCE_COLOR'] !== undefined));
}
