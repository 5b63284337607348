import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Day } from '../../calendar/index.ts';
import { alarmChart } from './alarm-chart.ts';
import { valueChart } from './value-chart.ts';

/** The last day of a month, counted from January 1970, by the calendar of JavaScript. */
function monthEnd(month: number): Day {
  return new Date(Date.UTC(1970, month + 1, 0)).toISOString().slice(0, 10);
}

function firstDay(month: number): Day {
  return new Date(Date.UTC(1970, month, 1)).toISOString().slice(0, 10);
}

/** Left and right of every rectangle of a class, in order. */
function rectangles(svg: string, css: string): readonly (readonly [number, number])[] {
  const [, drawn = ''] = svg.split('</desc>');
  const [plot = ''] = drawn.split('class="cross"');
  return [...plot.matchAll(new RegExp(`<rect class="${css}" x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)"`, 'g'))].map(
    ([, x, width]) => [Number(x), Number(x) + Number(width)] as const,
  );
}

test('an alarm lies over the event exactly where its outcome month is in it, whatever the horizon', () => {
  const drawn = fc.record({
    start: fc.integer({ min: 0, max: 500 }),
    dates: fc.integer({ min: 40, max: 300 }),
    ahead: fc.integer({ min: -3, max: 24 }),
    alarm: fc.integer({ min: 0, max: 39 }),
    event: fc.integer({ min: 1, max: 38 }),
    months: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(drawn, ({ start, dates, ahead, alarm, event, months }) => {
      const points = Array.from({ length: dates }, (_, i) => ({ asOf: monthEnd(start + i), alarm: i === alarm }));
      const first = start + ahead + event;
      const events = [{ from: firstDay(first), to: firstDay(first + months - 1) }];
      const svg = alarmChart({ id: 'x', title: 'x', points, events, eventName: 'e', ahead, width: 4000 });
      const [bar] = rectangles(svg, 'alarm');
      const [shade] = rectangles(svg, 'event');
      if (bar === undefined || shade === undefined) throw new Error('an alarm or an event is not drawn');
      const middle = (bar[0] + bar[1]) / 2;
      const isIn = alarm >= event && alarm < event + months;
      // A month ends where the next begins: a month-end lies within its month, but for the width of a line.
      expect(middle > shade[0] && middle < shade[1] + 0.1).toBe(isIn);
    }),
    { numRuns: 300 },
  );
});

test('the newest date is marked where outcomes lie ahead of it, and nowhere else', () => {
  const points = [0, 1, 2, 3].map((i) => ({ asOf: monthEnd(600 + i), prediction: 1, baseline: 1, y: null }));
  const draw = (ahead: number) =>
    valueChart({
      id: 'x',
      title: 'x',
      points,
      events: [],
      eventName: null,
      unit: null,
      ahead,
      width: 400,
      height: 200,
    });
  expect(draw(2)).toContain('class="chance"');
  expect(draw(0)).not.toContain('class="chance"');
});
