/** What the palette offers in the library: every scenario and every drill, and how others come in. */
import type { BrokenScenario, DrillCard, LibraryView } from '../../wire/generated';
import type { Doing } from '../everything';

export interface InLibrary {
  setUp: (scenario: string) => void;
  edit: (scenario: string) => void;
  open: (drill: string) => void;
  /** Opens a drill, and writes its postmortem as a PDF. */
  save: (drill: DrillCard) => void;
  make: () => void;
  take: (what: 'drill' | 'scenario') => void;
  again: () => void;
}

export function libraryThings(library: LibraryView | null, acts: InLibrary): Doing[] {
  const { scenarios = [], drills = [], broken = [] } = library ?? {};
  return [
    ...scenarios.map(({ id, title, summary, minutes, trains }) => ({
      id: `set-up:${id}`,
      title: `Set up: ${title}`,
      group: 'Play',
      detail: `${minutes} min · ${summary}`,
      words: trains.join(' '),
      run: () => acts.setUp(id),
    })),
    ...drills.map((drill) => ({
      id: `open:${drill.id}`,
      title: `${drill.state === 'ended' ? 'Review' : 'Go on'}: ${drill.title}`,
      group: 'Drill',
      detail: whose(drill),
      words: 'open reopen',
      run: () => acts.open(drill.id),
    })),
    ...drills
      .filter((drill) => drill.state === 'ended')
      .map((drill) => ({
        id: `export:${drill.id}`,
        title: `Export: ${drill.title}`,
        group: 'Drill',
        detail: `${whose(drill)} · opens it, and writes the PDF`,
        run: () => acts.save(drill),
      })),
    ...scenarios.map(({ id, title, summary }) => ({
      id: `edit:${id}`,
      title: `Edit: ${title}`,
      group: 'Write',
      detail: summary,
      run: () => acts.edit(id),
    })),
    ...broken.map(({ id }: BrokenScenario) => ({
      id: `edit:${id}`,
      title: `Edit: ${id}`,
      group: 'Write',
      detail: 'cannot be played yet',
      run: () => acts.edit(id),
    })),
    { id: 'make', title: 'New scenario', group: 'Write', run: acts.make },
    {
      id: 'take:drill',
      title: 'Open a drill file (.3am)',
      group: 'Library',
      words: 'take in import',
      run: () => acts.take('drill'),
    },
    {
      id: 'take:scenario',
      title: 'Import a scenario (.scenario.json)',
      group: 'Library',
      words: 'take in open file',
      run: () => acts.take('scenario'),
    },
    { id: 'again', title: 'Read the library again', group: 'Library', run: acts.again },
  ];
}

const whose = ({ team, number, made }: DrillCard): string => `${team} · drill ${number} · ${made}`;
