/** Where the boxes and arrows of the system map stand, in pixels of the space there is. */
import type { ComponentView, EdgeView } from '../wire/generated';

/** A component, as far as it says where it stands. */
export type Placed = Pick<ComponentView, 'id' | 'column' | 'row'>;

export interface Box {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Arrow {
  id: string;
  edge: EdgeView;
  /** SVG path, from the caller's edge to the callee's. */
  path: string;
}

export interface MapLayout {
  boxes: Map<string, Box>;
  arrows: Arrow[];
  width: number;
  height: number;
}

type Point = { x: number; y: number };

const BOX_W = { least: 96, most: 184 };
const BOX_H = { least: 36, most: 56 };
const PAD = { x: 14, top: 18, bottom: 8 };
/** Least gap between columns, in which arrows turn. */
const GUTTER = 27;
const CLEAR = 6;

/** Lays the map out. Boxes keep their least size; the result may be larger than the space, and then scrolls. */
export function layoutMap(components: Placed[], edges: EdgeView[], width: number, height: number): MapLayout {
  const columns = Math.max(1, ...components.map((c) => c.column + 1));
  const tallest = Math.max(1, ...components.map((c) => c.row + 1));

  const slot = Math.max((width - 2 * PAD.x + GUTTER) / columns, BOX_W.least + GUTTER);
  const w = Math.min(BOX_W.most, Math.max(BOX_W.least, slot - Math.max(GUTTER, slot * 0.2)));
  const lane = Math.max((height - PAD.top - PAD.bottom) / tallest, BOX_H.least + 2 * CLEAR);
  const h = Math.min(BOX_H.most, Math.max(BOX_H.least, lane - 2 * CLEAR));
  const full_w = slot * columns - GUTTER + 2 * PAD.x;
  const full_h = lane * tallest + PAD.top + PAD.bottom;

  const boxes = new Map<string, Box>();
  for (const c of components) {
    // The first and last column touch the sides; each column is centred on its own height.
    const rows = Math.max(...components.filter((o) => o.column === c.column).map((o) => o.row + 1));
    const reach = full_w - 2 * PAD.x - w;
    const x = columns === 1 ? PAD.x + reach / 2 : PAD.x + (reach * c.column) / (columns - 1);
    const y = PAD.top + ((tallest - rows) * lane) / 2 + c.row * lane + (lane - h) / 2;
    boxes.set(c.id, { id: c.id, x, y, w, h });
  }

  const arrows = edges.flatMap((edge) => {
    const from = boxes.get(edge.from);
    const to = boxes.get(edge.to);
    if (!from || !to || from === to) return [];
    const points = route(from, to, edges, boxes);
    return [{ id: `${edge.from}->${edge.to}`, edge, path: curve(points) }];
  });
  return { boxes, arrows, width: Math.max(width, full_w), height: Math.max(height, full_h) };
}

const centre = (box: Box): Point => ({ x: box.x + box.w / 2, y: box.y + box.h / 2 });

function route(from: Box, to: Box, edges: EdgeView[], boxes: Map<string, Box>): Point[] {
  if (Math.abs(from.x - to.x) < 1) return vertical(from, to, boxes);
  const right = to.x > from.x;
  const start = { x: right ? from.x + from.w : from.x, y: port(from, to, right, 'out', edges, boxes) };
  const end = { x: right ? to.x : to.x + to.w, y: port(to, from, !right, 'in', edges, boxes) };
  return [start, ...around(start, end, boxes), end];
}

/** Within a column: straight down to the neighbour, or past the boxes between on the left. */
function vertical(from: Box, to: Box, boxes: Map<string, Box>): Point[] {
  const down = to.y > from.y;
  const between = [...boxes.values()].some(
    (b) => b.x === from.x && b.y > Math.min(from.y, to.y) && b.y < Math.max(from.y, to.y),
  );
  if (!between) {
    const x = from.x + from.w / 2;
    return [
      { x, y: down ? from.y + from.h : from.y },
      { x, y: down ? to.y : to.y + to.h },
    ];
  }
  const side = from.x - GUTTER / 2;
  const top = { x: from.x, y: centre(from).y };
  const end = { x: to.x, y: centre(to).y };
  return [top, { x: side, y: (top.y + end.y) / 2 }, end];
}

/** Height at which an arrow touches a box, so that several on one side do not meet in one point. */
function port(
  box: Box,
  other: Box,
  right: boolean,
  way: 'in' | 'out',
  edges: EdgeView[],
  boxes: Map<string, Box>,
): number {
  const ends = edges
    .filter((edge) => edge.from === box.id || edge.to === box.id)
    .map((edge) => ({ id: edge.from === box.id ? edge.to : edge.from, out: edge.from === box.id }))
    .filter(({ id }) => {
      const there = boxes.get(id);
      return there && Math.abs(there.x - box.x) >= 1 && there.x > box.x === right;
    })
    .sort((a, b) => centre(boxes.get(a.id)!).y - centre(boxes.get(b.id)!).y);
  const place = ends.findIndex(({ id, out }) => id === other.id && out === (way === 'out'));
  const step = Math.min(13, (box.h - 12) / Math.max(1, ends.length));
  return centre(box).y + (Math.max(0, place) - (ends.length - 1) / 2) * step;
}

/** Points that lead an arrow past the boxes of the columns between. */
function around(start: Point, end: Point, boxes: Map<string, Box>): Point[] {
  const [left, right] = start.x < end.x ? [start, end] : [end, start];
  const columns = new Map<number, Box[]>();
  for (const box of boxes.values()) {
    if (box.x > left.x && box.x + box.w < right.x) columns.set(box.x, [...(columns.get(box.x) ?? []), box]);
  }
  const points: Point[] = [];
  for (const [x, column] of columns) {
    const w = column[0]!.w;
    const wanted = start.y + ((end.y - start.y) * (x + w / 2 - start.x)) / (end.x - start.x);
    const hit = column.find((box) => wanted > box.y - CLEAR && wanted < box.y + box.h + CLEAR);
    if (!hit) continue;
    const above = hit.y - CLEAR;
    const below = hit.y + hit.h + CLEAR;
    const y = Math.abs(wanted - above) <= Math.abs(wanted - below) ? above : below;
    points.push({ x, y }, { x: x + w, y });
  }
  return points.sort((a, b) => (start.x < end.x ? a.x - b.x : b.x - a.x));
}

/** A smooth line through the points that leaves and arrives level (or upright within a column). */
function curve(points: Point[]): string {
  const n = (v: number): string => v.toFixed(1);
  let path = `M${n(points[0]!.x)} ${n(points[0]!.y)}`;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    if (a.x === b.x || a.y === b.y) path += `L${n(b.x)} ${n(b.y)}`;
    else {
      const bend = (b.x - a.x) / 2;
      path += `C${n(a.x + bend)} ${n(a.y)} ${n(b.x - bend)} ${n(b.y)} ${n(b.x)} ${n(b.y)}`;
    }
  }
  return path;
}
