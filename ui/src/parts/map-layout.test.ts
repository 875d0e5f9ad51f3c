import { describe, expect, test } from 'vitest';
import { components, edges } from '../link/fixtures/storefront';
import { layoutMap, type Box } from './map-layout';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each([
  [690, 240],
  [1100, 330],
  [360, 280],
  [80, 60],
])('at %i × %i', (width, height) => {
  const layout = layoutMap(components, edges, width, height);
  const boxes = [...layout.boxes.values()];

  test('every component has its box, inside the ground, over no other', () => {
    expect(boxes).toHaveLength(components.length);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.w).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.h).toBeLessThanOrEqual(layout.height);
      expect(boxes.filter((other) => other !== box && overlap(box, other))).toEqual([]);
    }
  });

  test('columns go from left to right', () => {
    const x = (id: string): number => layout.boxes.get(id)!.x;
    expect(x('browser')).toBeLessThan(x('web'));
    expect(x('web')).toBeLessThan(x('api'));
    expect(x('api')).toBeLessThan(x('db'));
  });

  test('every edge between known components has an arrow', () => {
    expect(layout.arrows.map((arrow) => arrow.id)).toEqual(edges.map((edge) => `${edge.from}->${edge.to}`));
    for (const arrow of layout.arrows) expect(arrow.path).toMatch(/^M[\d.]+ [\d.]+[LC]/);
  });
});

test('an edge to something unknown is left out', () => {
  const ghost = [{ ...edges[0]!, to: 'nowhere' }];
  expect(layoutMap(components, ghost, 600, 240).arrows).toEqual([]);
});

test('an edge over several columns goes around the boxes between', () => {
  const far = layoutMap(components, [{ ...edges[0]!, from: 'browser', to: 'vision' }], 900, 300);
  const turns = far.arrows[0]!.path.match(/[LC]/g) ?? [];
  expect(turns.length).toBeGreaterThan(1);
});

test('no components: an empty ground', () => {
  expect(layoutMap([], [], 600, 240)).toMatchObject({ width: 600, height: 240, arrows: [] });
});
