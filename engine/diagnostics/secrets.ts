/** A kind of secret that is known by its look. */
interface SecretLook {
  /** `a key of FRED`. */
  readonly kind: string;
  /** The part that is secret is the group `secret`, or all of it. */
  readonly pattern: RegExp;
  /** In SQL the same look may be a digest or a name. */
  readonly alsoInSql: boolean;
}

const LOOKS: readonly SecretLook[] = [
  {
    kind: 'a private key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    alsoInSql: true,
  },
  { kind: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, alsoInSql: true },
  {
    kind: 'a secret key of AWS',
    // Forty characters of base64; a commit has no capitals, and a path seldom three of each.
    pattern: new RegExp(
      [
        String.raw`(?<![\w/+=-])`,
        // Bounded: from each character of a text without spaces they would look on to its end.
        String.raw`(?=(?:[^A-Z\s]{0,37}[A-Z]){3})(?=(?:[^a-z\s]{0,37}[a-z]){3})(?=(?:\D{0,37}\d){3})`,
        String.raw`[A-Za-z0-9/+]{40}(?![\w/+=-])`,
      ].join(''),
      'g',
    ),
    alsoInSql: false,
  },
  {
    kind: 'a key of FRED',
    pattern: /(?<![0-9A-Za-z])(?=[0-9a-f]{0,31}[a-f])(?=[0-9a-f]{0,31}\d)[0-9a-f]{32}(?![0-9A-Za-z])/g,
    alsoInSql: false,
  },
  {
    kind: 'a token',
    pattern: new RegExp(
      [
        'gh[opusr]_[A-Za-z0-9]{36,}',
        'github_pat_\\w{22,}',
        'glpat-[\\w-]{20,}',
        'xox[abeoprs]-[\\w-]{10,}',
        'sk-[\\w-]{20,}',
        'AIza[\\w-]{35}',
        'npm_[A-Za-z0-9]{36}',
        'pypi-[\\w-]{16,}',
        'SG\\.[\\w-]{22}\\.[\\w-]{43}',
        'eyJ[\\w-]{8,500}\\.[\\w-]{8,4000}\\.[\\w-]*',
      ]
        .map((look) => `\\b${look}`)
        .join('|'),
      'g',
    ),
    alsoInSql: true,
  },
  {
    kind: 'a password in an address',
    pattern: /\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s:/@'"]*:(?<secret>[^\s@/'"]+)@/gi,
    alsoInSql: true,
  },
  {
    kind: 'a key in an address',
    pattern: /[?&](?:api_?key|token|sig|secret)=(?<secret>[^\s&'"#[]{4,})/gi,
    alsoInSql: true,
  },
  { kind: 'a bearer token', pattern: /\bbearer\s+(?<secret>[\w.~+/-]{16,}=*)/gi, alsoInSql: true },
];

/** What stands in place of a secret in words; in a line, under which places are marked, it is as long as it was. */
const STRUCK = '***';
const NAMES =
  'passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credential';
const NAMED = new RegExp(`(?:${NAMES})`, 'i');
/**
 * `api_key: abc`, `"password" = 'x'` up to the next key of a mapping in one line or its end, unless the text begins in
 * the next line.
 */
const NAMED_LINE = new RegExp(
  `((?:${NAMES})[\\w-]*["']?\\s*[:=]\\s*)(?![|>][+-]?\\d*\\s*$)(\\S(?:(?!,\\s*["']?\\w+["']?\\s*:|\\s*\\}).)*)`,
  'gi',
);
const VARIABLE = /^["']?[A-Z_][A-Z0-9_]*["']?\s*$/;

/** A stretch of a text that looks like a secret. */
export interface FoundSecret {
  readonly kind: string;
  readonly offset: number;
  readonly secret: string;
}

/** What looks like a secret in a text. `language`: in SQL some looks are common for other things. */
export function secretsIn(text: string, language: 'yaml' | 'sql'): readonly FoundSecret[] {
  return LOOKS.filter(({ alsoInSql }) => alsoInSql || language === 'yaml').flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map((match) => {
      const { secret = match[0] } = match.groups ?? {};
      return { kind, offset: match.index + match[0].indexOf(secret), secret };
    }),
  );
}

/** Whether a key says that its value is a secret. */
export function namesSecret(key: string): boolean {
  return NAMED.test(key);
}

/** A text without what looks like a secret in it. */
export function struck(text: string): string {
  return withoutLooks(text, () => STRUCK);
}

/** A line of a file without what looks like a secret, or stands after a name of one: as long as it was. */
export function struckLine(line: string): string {
  return withoutLooks(line, stars).replace(NAMED_LINE, (whole: string, name: string, secret: string) =>
    /_env\W*$/i.test(name) && VARIABLE.test(secret) ? whole : name + stars(secret),
  );
}

/** A text without these very secrets; a line stays as long as it was. */
export function without(text: string, secrets: readonly string[], kind: 'words' | 'line'): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, kind === 'line' ? stars(secret) : STRUCK), text);
}

function withoutLooks(text: string, inPlace: (secret: string) => string): string {
  return LOOKS.reduce((left, { pattern }) => left.replaceAll(pattern, (...match) => replaced(match, inPlace)), text);
}

/** `match`: what `replaceAll` hands on: the match first, its named groups, if any, last. */
function replaced(match: readonly unknown[], inPlace: (secret: string) => string): string {
  const [whole, groups] = [String(match[0]), match.at(-1)];
  const isPart = typeof groups === 'object' && groups !== null && 'secret' in groups;
  const secret = isPart ? String(groups.secret) : whole;
  return whole.replace(secret, () => inPlace(secret));
}

function stars(secret: string): string {
  return '*'.repeat(secret.length);
}
