import { inModel, type Mistake } from './mistake.ts';

const FEATURES = '[sound.x]';
const CUTOFF = '2005-01-31';

export const IN_MODELS: readonly Mistake[] = [
  inModel('a label among features', FEATURES, '[ahead.y]', 'EWS1010', ':4:12 "ahead.y"', '"ahead" is a label'),
  inModel('a bare label among features', FEATURES, '[ahead]', 'EWS1010', '"ahead" is a label'),
  inModel('a label by its room among features', FEATURES, '[labels.ahead]', 'EWS1010', '"ahead" is a label'),
  inModel('a column of a label among features', FEATURES, '[labels.ahead.y]', 'EWS1010', '"ahead" is a label'),
  inModel('a model among features', FEATURES, '[guess.probability]', 'EWS1010', '"guess" is a model'),
  inModel('a series among features', FEATURES, '[fred.unrate]', 'EWS1010', '"fred" is a source'),
  inModel('a column without its group', FEATURES, '[x]', 'EWS1010', 'did you mean "planted.x" or "sound.x"?'),
  inModel('a column with its room', FEATURES, '[features.sound.x]', 'EWS1010', 'write sound.x'),
  inModel('a group in capitals', FEATURES, '[Sound.x]', 'EWS1010', 'did you mean "sound"?'),
  inModel('a feature that is no list', FEATURES, 'sound.x', 'EWS1004', 'write it as a list: [sound.x]'),
  inModel('features by - name:', `features: ${FEATURES}`, 'features:\n- name: sound.x', 'EWS1004', ':5:3', '- sound.x'),
  inModel(
    'a group as the label',
    'label: ahead',
    'label: sound',
    'EWS1010',
    '"sound" is a feature group',
    'there are: ahead',
  ),
  inModel('a model as the label', 'label: ahead', 'label: guess', 'EWS1010', '"guess" is a model', 'there are: ahead'),
  inModel('an unknown label', 'label: ahead', 'label: crisis', 'EWS1010', 'there are: ahead'),
  inModel('a name in capitals', 'model: guess', 'model: Guess', 'EWS1006', ':1:8 "Guess"', 'write model: guess'),
  inModel('a name with a space', 'model: guess', 'model: my guess', 'EWS1006', 'write model: guess'),
  inModel('a date as DD.MM.YYYY', CUTOFF, '31.01.2005', 'EWS1004', ':6:27', 'write 2005-01-31'),
  inModel('a date as MM/DD/YYYY', CUTOFF, '01/31/2005', 'EWS1004', 'write 2005-01-31'),
  inModel('a date of two readings', CUTOFF, '01.02.2005', 'EWS1004', 'write 2005-02-01 or 2005-01-02'),
  inModel('a date without zeros', CUTOFF, '2005-1-31', 'EWS1004', 'write 2005-01-31'),
  inModel('a date that does not exist', CUTOFF, '2005-02-30', 'EWS1004', 'no such day'),
  inModel('a percentage', 'preference: 0.5', 'preference: 50%', 'EWS1004', ':7:35 "50%"', 'write a share: 0.5'),
  inModel('a decimal comma between braces', 'preference: 0.5', 'preference: 0,5', 'EWS1003', 'is a point'),
  inModel('a number in quotes', 'refit_months: 12', 'refit_months: "12"', 'EWS1004', 'without quotes: 12'),
  inModel('a number with its unit', 'refit_months: 12', 'refit_months: 12 months', 'EWS1004', 'the number alone: 12'),
  inModel('thousands', 'refit_months: 12', "refit_months: 1'200", 'EWS1004', 'between them: 1200'),
  inModel('a kind with a space', 'kind: probit', 'kind: random forest', 'EWS1004', 'did you mean "random_forest"?'),
];
