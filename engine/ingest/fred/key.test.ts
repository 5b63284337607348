import { expect, it } from 'vitest';
import { checkKeyTaker } from './key.ts';

it.each([
  ['https://api.stlouisfed.org/fred/', undefined],
  ['http://127.0.0.1:4711/fred/', undefined],
  ['http://localhost:4711/', ''],
  ['http://[::1]:4711/', undefined],
  ['https://mirror.example.org/fred/', 'https://mirror.example.org/fred/'],
  ['https://MIRROR.example.org:443/fred/', 'https://mirror.example.org/fred/'],
])('the key goes to %s, where the user named %s', (url, named) => {
  expect(() => checkKeyTaker(url, named)).not.toThrow();
});

it.each([
  ['https://mirror.example.org/fred/', undefined],
  ['https://mirror.example.org/fred/', ''],
  ['https://mirror.example.org/fred/', 'mirror.example.org'],
  ['https://mirror.example.org/fred/', 'https://other.example.org/fred/'],
  ['https://api.stlouisfed.org.example.org/fred/', 'https://api.stlouisfed.org/fred/'],
  ['https://127.0.0.1.example.org/', undefined],
])('the key does not go to %s, where the user named %s', (url, named) => {
  const problem = expect.objectContaining({ code: 'EWS4026', message: expect.stringContaining(url) });
  expect(() => checkKeyTaker(url, named)).toThrow(expect.objectContaining({ problems: [problem] }));
});
