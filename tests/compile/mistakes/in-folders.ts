import { type Mistake, modelWith } from './mistake.ts';

const OTHER = 'feature: other\ndescription: x\ncolumns: { x: { description: x } }\n';
const LABEL = 'label: other\ndescription: x\nkind: binary\nwindow: { from_month: 1, to_month: 1 }\n';
const SQL = 'SELECT date, value AS x FROM fred.unrate';
const READS = 'SELECT date, x FROM features.other';
const USED = modelWith('[sound.x]', '[other.x]');

/** Files under other names or in other folders: told once, and not of whoever reads what they define. */
export const IN_FOLDERS: readonly Mistake[] = [
  {
    what: '.yml',
    files: { 'features/other.yml': OTHER, 'features/other.sql': SQL, 'features/planted.sql': READS, ...USED },
    says: [['EWS1006', 'features/other.yml:1:1', 'rename it to features/other.yaml']],
  },
  {
    what: 'a group without SQL',
    files: { 'features/other.yaml': OTHER, 'features/planted.sql': READS, ...USED },
    says: [['EWS1008', 'features/other.yaml', 'write features/other.sql']],
  },
  {
    what: 'a group in models/',
    files: { 'models/other.yaml': OTHER, 'models/other.sql': SQL, 'features/planted.sql': READS, ...USED },
    says: [['EWS1004', 'models/other.yaml:1:1', 'move it to features/other.yaml']],
  },
  {
    what: 'a group in feature/',
    files: { 'feature/other.yaml': OTHER, 'feature/other.sql': SQL, 'features/planted.sql': READS, ...USED },
    says: [['EWS1006', 'feature/other.yaml', 'to features/']],
  },
  {
    what: 'a label in labels/',
    files: { 'labels/other.yaml': LABEL, 'labels/other.sql': SQL, ...modelWith('label: ahead', 'label: other') },
    says: [['EWS1006', 'labels/other.yaml', 'models/labels/']],
  },
  {
    what: 'a label in features/',
    files: { 'features/other.yaml': LABEL, 'features/other.sql': SQL, ...modelWith('label: ahead', 'label: other') },
    says: [['EWS1004', 'features/other.yaml', 'move it to models/labels/other.yaml']],
  },
  {
    what: 'a misspelt half of a pair',
    files: { 'features/other.yaml': OTHER, 'features/othr.sql': SQL, ...USED },
    says: [['EWS1008', 'features/other.yaml', 'features/othr.sql']],
  },
];
