/** Remarks as they are read: what is said of many action items is said once. Pure. */
import type { RemarkView } from '../../wire/generated';

export interface Said {
  /** The first of them. */
  remark: RemarkView;
  /** Action items that it is said of, from 1. */
  items: number[];
}

export function said(remarks: RemarkView[]): Said[] {
  const all: Said[] = [];
  for (const remark of remarks) {
    const known =
      remark.item === null || remark.found !== ''
        ? undefined
        : all.find((one) => one.items.length > 0 && same(one.remark, remark));
    if (known) known.items.push(remark.item! + 1);
    else all.push({ remark, items: remark.item === null ? [] : [remark.item + 1] });
  }
  return all;
}

const same = (a: RemarkView, b: RemarkView): boolean =>
  a.section === b.section && a.says === b.says && a.remedy === b.remedy && a.found === '';
