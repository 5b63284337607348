import type { Day } from '../../calendar/index.ts';
import { modelUnits } from '../../compile/index.ts';
import { didYouMean, type Problem, thereAre, usageError, warning } from '../../diagnostics/index.ts';
import { type ExplainRequest, explainModel, modelWhatIf, openWhole } from '../../inspect/index.ts';
import {
  explanationPicture,
  explanationText,
  type ShownModel,
  valueExplanationText,
  valueWhatIfText,
  whatIfPicture,
  whatIfText,
} from '../../report/index.ts';
import { type Standing, standingText } from '../../standing/index.ts';
import type { FeatureChange } from '../../training/index.ts';
import { toldInputUnits } from '../answer/told-units.ts';
import { namedModel } from '../named-model.ts';
import { drawPicture, type PictureFlags } from '../picture.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface ModelExplainFlags extends GlobalFlags, PictureFlags {
  /** A decision date; the newest when absent. */
  readonly at?: string;
  /** A key of a panel; the one with the highest probability when absent. */
  readonly key?: string;
}

export interface ModelWhatIfFlags extends ModelExplainFlags {
  /** `labor.unrate=6.5`, or `labor.unrate=null` for a missing value. */
  readonly set?: readonly string[];
}

/** `ews model explain NAME --at DATE`: what pushed a prediction where it is. */
export async function runModelExplain(name: string, flags: ModelExplainFlags, terminal: Terminal): Promise<ExitCode> {
  const request = await requestOf(name, flags, terminal);
  const { name: model } = request.node;
  const shown = shownModel(request);
  const units = toldInputUnits(shown.units);
  const explained = await explainModel(request);
  await drawPicture(flags, () => explanationPicture(shown, explained), terminal);
  const { outcomesThrough, standing, said } = explained;
  if (flags.json === true) terminal.answer.gave('model explain', { model, outcomesThrough, standing, units, ...said });
  else terminal.out(explainedText(shown, explained, terminal));
  return 0;
}

/** `ews model what-if NAME --at DATE --set FEATURE=VALUE`: the same date with other inputs. */
export async function runModelWhatIf(name: string, flags: ModelWhatIfFlags, terminal: Terminal): Promise<ExitCode> {
  const request = await requestOf(name, flags, terminal);
  const features = request.node.definition.features.map(({ group, column }) => `${group}.${column}`);
  const answer = await modelWhatIf(request, changesOf(flags.set ?? [], features));
  for (const change of answer.said.changes) if (change.outsideTraining) tellProblem(outside(change), flags, terminal);
  const { name: model } = request.node;
  const shown = shownModel(request);
  const units = toldInputUnits(shown.units);
  await drawPicture(flags, () => whatIfPicture(shown, answer), terminal);
  const { outcomesThrough, standing, said } = answer;
  if (flags.json === true) terminal.answer.gave('model what-if', { model, outcomesThrough, standing, units, ...said });
  else terminal.out(answerText(shown, answer, terminal));
  return 0;
}

/** The model with what its figures are counted in. */
function shownModel({ project, node }: ExplainRequest): ShownModel {
  return { name: node.name, units: modelUnits(project.graph, node) };
}

function explainedText(
  model: ShownModel,
  explained: Awaited<ReturnType<typeof explainModel>>,
  terminal: Terminal,
): string {
  const { paintOut, width } = terminal;
  const text =
    explained.task === 'event'
      ? explanationText(model, explained.said, paintOut, width)
      : valueExplanationText(model, explained.said, paintOut, width);
  return withOutcomes(text, explained, terminal);
}

function answerText(model: ShownModel, answer: Awaited<ReturnType<typeof modelWhatIf>>, terminal: Terminal): string {
  const { paintOut, width } = terminal;
  const text =
    answer.task === 'event'
      ? whatIfText(model, answer.said, paintOut, width)
      : valueWhatIfText(model, answer.said, paintOut, width);
  return withOutcomes(text, answer, terminal);
}

function withOutcomes(text: string, { outcomesThrough, standing }: Grounds, { paintOut }: Terminal): string {
  const whose = standing === null ? null : standingText(standing);
  const below = paintOut.dim(`outcomes known through ${outcomesThrough}`);
  return [...(whose === null ? [] : [paintOut.yellow(whose), '']), text, '', below].join('\n');
}

/** What an answer rests on. */
interface Grounds {
  readonly outcomesThrough: Day;
  readonly standing: Standing | null;
}

async function requestOf(name: string, flags: ModelExplainFlags, terminal: Terminal): Promise<ExplainRequest> {
  const { at, key } = flags;
  if (at !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(at))
    throw usageError(`"${at}" is no date`, 'write --at YYYY-MM-DD');
  const project = await openWhole(await openSession(flags, terminal));
  const node = namedModel(project.graph, name);
  if (key !== undefined && node.label.keys.length === 0) {
    throw usageError(`${node.name} has no keys`, 'leave --key out: it predicts once a decision date');
  }
  return { project, node, at, key };
}

function changesOf(settings: readonly string[], features: readonly string[]): ReadonlyMap<string, number | null> {
  if (settings.length === 0)
    throw usageError('what-if changes nothing', 'write --set FEATURE=VALUE, as often as needed');
  const changes = new Map<string, number | null>();
  for (const setting of settings) {
    const [feature = '', text = ''] = setting.split('=');
    if (!features.includes(feature)) {
      const hint = didYouMean(feature, features) ?? thereAre('its features', features) ?? 'it reads none';
      throw usageError(`the model has no feature "${feature}"`, hint);
    }
    const value = text === 'null' ? null : Number(text);
    if (text.trim() === '' || (value !== null && !Number.isFinite(value))) {
      throw usageError(
        `"${text}" is no value for ${feature}`,
        `write --set ${feature}=6.5, or =null for a missing value`,
      );
    }
    if (changes.has(feature)) throw usageError(`${feature} is set twice`, 'set every feature once');
    changes.set(feature, value);
  }
  return changes;
}

function outside({ feature, to, trainingRange }: FeatureChange): Problem {
  const range = trainingRange === null ? 'nothing' : `${trainingRange.low} to ${trainingRange.high}`;
  const message = `${feature} = ${to} is outside the training range: the model has seen ${range}`;
  return warning('EWS5025', message, { hint: 'take the answer as extrapolation' });
}
