import { daysBetween } from '../../calendar/index.ts';
import { problemError } from '../../diagnostics/index.ts';
import type { Scalar } from '../../warehouse/index.ts';
import { type ExportedTable, isNumber } from './export-format.ts';
import { zipOf } from './zip.ts';

/** What a sheet holds, by Excel's own limits. */
const LIMITS = { rows: 1_048_576, columns: 16_384, text: 32_767 } as const;
/** Decimal digits that every double keeps. */
const EXACT_DIGITS = 15;
/** Serial numbers count from here; Excel has a 29 February 1900, so that days before March of 1900 have no number. */
const EPOCH = '1899-12-30';
const FIRST_DAY = '1900-03-01';
const DATE_STYLE = 1;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/**
 * The rows as a workbook with one sheet, a header in its first row. Text is stored as text, never as a formula. Dates
 * are dates of Excel's from 1900-03-01 on, before that text; whole numbers beyond 2^53, which Excel would round, and
 * decimals with more digits than it keeps, are text.
 * ProblemError EWS4036 for what a sheet cannot hold.
 */
export function xlsxOf(table: ExportedTable): Uint8Array {
  const { columns, rows } = table;
  if (rows.length >= LIMITS.rows) throw tooMuch(`${rows.length} rows and a header`, `${LIMITS.rows} rows`);
  if (columns.length > LIMITS.columns) throw tooMuch(`${columns.length} columns`, `${LIMITS.columns} columns`);
  const head = columns.map(({ name }, at) => textCell(name, place(at, 1))).join('');
  const body = rows.map((row, index) => {
    const cells = columns.map(({ name, type }, at) => cell(row[name], type, place(at, index + 2)));
    return `<row r="${index + 2}">${cells.join('')}</row>`;
  });
  return zipOf(partsOf(`<row r="1">${head}</row>${body.join('')}`));
}

function partsOf(rows: string): ReadonlyMap<string, string> {
  const types = ['workbook', 'worksheet', 'styles'].map((part) => {
    const name = part === 'worksheet' ? 'worksheets/sheet1' : part;
    const kind = part === 'workbook' ? 'sheet.main' : part;
    const type = `application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml`;
    return `<Override PartName="/xl/${name}.xml" ContentType="${type}"/>`;
  });
  const relations = 'application/vnd.openxmlformats-package.relationships+xml';
  const styles =
    '<fonts count="1"><font/></fonts>' +
    '<fills count="2"><fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders>' +
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>';
  const sheets = '<sheets><sheet name="rows" sheetId="1" r:id="rId1"/></sheets>';
  return new Map([
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="${relations}"/>` +
        `<Default Extension="xml" ContentType="application/xml"/>${types.join('')}</Types>`,
    ],
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}">${sheets}</workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', `${XML}<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`],
    ['xl/worksheets/sheet1.xml', `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`],
  ]);
}

function relationships(targets: readonly (readonly [string, string])[]): string {
  const each = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function cell(value: Scalar | undefined, type: string, at: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (isNumber(type) && isExact(value)) return `<c r="${at}"><v>${String(value)}</v></c>`;
  const text = String(value);
  if (type === 'DATE' && text >= FIRST_DAY && text.length === FIRST_DAY.length) {
    return `<c r="${at}" s="${DATE_STYLE}"><v>${daysBetween(EPOCH, text)}</v></c>`;
  }
  return textCell(text, at);
}

/** Whether Excel, which has nothing but doubles, keeps a number as it is. */
function isExact(value: Scalar): boolean {
  const number = Number(value);
  if (!Number.isFinite(number)) return false;
  // Fifteen digits are kept whatever zeros they end with: 0.10 is a number like its neighbours in the column.
  const digits = String(value)
    .replace(/^-?0*\.?0*/, '')
    .replace('.', '').length;
  return typeof value === 'number' || String(number) === String(value) || digits <= EXACT_DIGITS;
}

function textCell(text: string, at: string): string {
  if (text.length > LIMITS.text) throw tooMuch(`a text of ${text.length} characters in ${at}`, `${LIMITS.text}`);
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** What XML cannot hold is written as Excel does, `_x0007_`, and so is what looks like that already. */
function xmlText(text: string): string {
  const coded = text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/(?![\t\n])\p{Cc}|[\ufffe\uffff]|\p{Surrogate}/gu, code);
  return coded.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function code(one: string): string {
  return `_x${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** `AB12` of a column that counts from 0 and a row that counts from 1. */
function place(column: number, row: number): string {
  let letters = '';
  for (let left = column; left >= 0; left = Math.floor(left / 26) - 1) {
    letters = String.fromCharCode(65 + (left % 26)) + letters;
  }
  return `${letters}${row}`;
}

function tooMuch(what: string, most: string) {
  const message = `${what} do not fit a sheet of Excel, which holds ${most}`;
  return problemError('EWS4036', message, { hint: 'take --format parquet or csv, or fewer rows: --from, --to' });
}
