import { compareCards } from '../../cards/index.ts';
import { usageError } from '../../diagnostics/index.ts';
import { comparisonPicture, comparisonText } from '../../report/index.ts';
import type { Standing } from '../../standing/index.ts';
import { toldUnits } from '../answer/told-units.ts';
import { type BuiltCard, builtCards } from '../built-cards.ts';
import { drawPicture, type PictureFlags } from '../picture.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/**
 * `ews model compare CHAMPION CHALLENGER...`: models of one label on the decision dates that all of them scored, as the
 * environment holds them.
 */
export async function runModelCompare(
  names: readonly string[],
  flags: GlobalFlags & PictureFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const built = await builtCards(names, flags, terminal);
  const cards = built.map(({ body }) => body);
  const unit = built[0]?.unit ?? null;
  const [champion, ...challengers] = cards;
  const models = new Set(cards.map(({ identity }) => identity.model));
  if (champion === undefined || models.size < cards.length || challengers.length === 0) {
    throw usageError('compare takes two models or more, each once', 'name the champion first');
  }
  const other = challengers.find(({ label }) => label.name !== champion.label.name);
  if (other !== undefined) {
    const [first, second] = [champion, other].map(({ identity, label }) => `${identity.model} predicts ${label.name}`);
    throw usageError(
      `${first}, and ${second}`,
      'compare models of one label: scores of different outcomes say nothing of each other',
    );
  }
  await drawPicture(flags, () => comparisonPicture(cards, unit), terminal);
  const comparison = compareCards(cards);
  const told = { ...comparison, units: toldUnits(unit), standings: standingsOf(built) };
  if (flags.json === true) terminal.answer.gave('model compare', told);
  else terminal.out(comparisonText({ comparison, unit }, terminal.paintOut, terminal.width));
  return 0;
}

function standingsOf(built: readonly BuiltCard[]): Readonly<Record<string, Standing>> {
  return Object.fromEntries(built.map(({ body, standing }) => [body.identity.model, standing]));
}
