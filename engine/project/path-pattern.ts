/**
 * A path pattern as a regular expression over project-relative paths: `*` and `?` stay within a folder, `**` crosses
 * folders, `{a,b}` is either. `features/**` is everything under features/.
 */
export function pathPattern(pattern: string): RegExp {
  const source = pattern.replace(/^\.\//, '').replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[\s\S]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:[^/]+/)*';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      default:
        return token.length > 1 ? `(?:${token.slice(1, -1).split(',').map(literally).join('|')})` : literally(token);
    }
  });
  return new RegExp(`^${source}$`);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
