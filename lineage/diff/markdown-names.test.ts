import { expect, it } from 'vitest';
import { markdownCode, markdownText } from './markdown-names.ts';

it.each([
  ['labor.sahm_gap', '`labor.sahm_gap`'],
  ['a|b', '<code>a&#124;b</code>'],
  ['<img src=x onerror=1>', '<code>&#60;img src&#61;x onerror&#61;1&#62;</code>'],
  ['@team', '<code>&#64;team</code>'],
  ['a`b``c', '<code>a&#96;b&#96;&#96;c</code>'],
  ['a\n/close\r\n| b', '<code>a &#47;close &#124; b</code>'],
  ['&#64;team', '<code>&#38;&#35;64&#59;team</code>'],
  ['a\u202eb\u200bc', '`a b c`'],
  ['\\`', '<code>&#92;&#96;</code>'],
  ['</code><b>', '<code>&#60;&#47;code&#62;&#60;b&#62;</code>'],
  ['Zürich', '<code>Z&#252;rich</code>'],
  ['', '<code></code>'],
])('%j as code is %s', (name, code) => {
  expect(markdownCode(name)).toBe(code);
});

it.each([
  ['models reached: models.crisis_probit', 'models reached: models.crisis_probit'],
  ['ask @team about #12 and !3', 'ask @&#8203;team about #&#8203;12 and !&#8203;3'],
  ['https://x.example', 'https:&#8203;//x.example'],
  ['<img> | **b** [a](b)\nc', '&#60;img&#62; &#124; &#42;&#42;b&#42;&#42; &#91;a&#93;(b) c'],
])('%j as text is %s', (text, shown) => {
  expect(markdownText(text)).toBe(shown);
});
