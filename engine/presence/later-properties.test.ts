import { expect, it } from 'vitest';
import { withLater, withOther } from './later-properties.ts';

function counted() {
  let made = 0;
  const value = withLater({ name: 'a' }, ['x', 'y'], () => {
    made += 1;
    return { x: 1, y: [2] };
  });
  return { value, times: () => made };
}

it('makes what comes later when it is first asked for, and once', () => {
  const { value, times } = counted();
  expect([value.name, Object.keys(value), times()]).toEqual(['a', ['name', 'x', 'y'], 0]);
  expect([value.x, value.y, times()]).toEqual([1, [2], 1]);
});

it('is to whoever looks at it what a plain object is', () => {
  const { value } = counted();
  expect(value).toEqual({ name: 'a', x: 1, y: [2] });
  expect(JSON.stringify(value)).toBe('{"name":"a","x":1,"y":[2]}');
  expect({ ...value, x: 3 }).toEqual({ name: 'a', x: 3, y: [2] });
  expect(Object.isFrozen(value)).toBe(true);
});

it('a copy with other values asks for nothing', () => {
  const { value, times } = counted();
  const other = withOther(value, { name: 'b' });
  expect([other.name, value.name, times()]).toEqual(['b', 'a', 0]);
  expect([other.y === value.y, times()]).toEqual([true, 1]);
});

it('may be added to what comes later itself, and asks for nothing then', () => {
  const { value, times } = counted();
  const more = withLater(value, ['z'], () => ({ z: 3 }));
  expect([Object.keys(more), times()]).toEqual([['name', 'x', 'y', 'z'], 0]);
  expect([more.z, times(), more.x, times()]).toEqual([3, 0, 1, 1]);
});
