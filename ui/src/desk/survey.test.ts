// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deskMoments, seatOf } from '../link/fixtures/desk';
import type { DeskCall } from '../wire/generated';
import { place } from './place.svelte';
import { go, leave, named, press, settle, show, submit, text, type, unload } from './testing';

vi.mock('uplot', () => ({ default: class {} }));

beforeEach(() => localStorage.clear());
afterEach(leave);

const fields = (): HTMLTextAreaElement[] => [
  ...document.querySelectorAll<HTMLTextAreaElement>('main textarea'),
];
const surveys = ({ calls }: { calls: DeskCall[] }) => calls.filter((call) => call.call === 'survey');
const later = async (): Promise<void> => {
  await new Promise((done) => setTimeout(done, 5));
  await settle();
};

describe('the end of the drill', () => {
  test('puts the three questions in front of them, once', async () => {
    const link = await show('running');
    await go('database');
    link.show({ view: deskMoments.ended!.view });
    await settle();
    expect(place.at).toBe('survey');
    for (const words of ['What helped?', 'What hindered?', 'What should change?'])
      expect(text()).toContain(words);
    await go('database');
    link.show({});
    await settle();
    expect(place.at).toBe('database');
    await press(named('Three questions wait for you'));
    expect(place.at).toBe('survey');
  });

  test('not in front of those who have answered', async () => {
    await show('answered');
    expect(place.at).not.toBe('survey');
    expect(text()).not.toContain('Three questions wait for you');
  });

  test('a page that is loaded again stays where they went', async () => {
    await show('ended');
    await go('timeline');
    await unload();
    await show('ended');
    expect(place.at).toBe('timeline');
  });
});

describe('an answer', () => {
  test('needs words in one of the three', async () => {
    const link = await show('ended');
    expect(named('Send').disabled).toBe(true);
    await type(fields()[0]!, '   ');
    expect(named('Send').disabled).toBe(true);
    await submit(fields()[0]!);
    expect(surveys(link)).toEqual([]);
  });

  test('is sent with the name, and thanked for', async () => {
    const link = await show('ended');
    await type(fields()[0]!, 'The traces.');
    await type(fields()[2]!, 'Alert on the pool.');
    await submit(fields()[0]!);
    expect(surveys(link)).toEqual([
      {
        call: 'survey',
        anonymous: false,
        survey: { helped: 'The traces.', hindered: '', change: 'Alert on the pool.' },
      },
    ]);
    expect(text()).toContain('Thank you. It goes into sections 13 and 15 of the postmortem.');
    await later();
    expect(localStorage.getItem('three-am.survey')).toBeNull();
  });

  test('without a name says what is kept', async () => {
    const link = await show('ended');
    await type(fields()[1]!, 'Too many people talked.');
    await press(ticked('Without my name'));
    expect(text()).toContain('Kept are your words and when they came, not who wrote them.');
    expect(text()).toContain('can be given once');
    await press(named('Send without my name'));
    expect(surveys(link)[0]).toMatchObject({ anonymous: true });
  });

  test('can be given again, with the name only', async () => {
    const link = await show('answered');
    await go('survey');
    await press(named('Answer again, with my name'));
    expect(document.querySelector('main input[type=checkbox]')).toBeNull();
    await type(fields()[0]!, 'The map.');
    await submit(fields()[0]!);
    expect(surveys(link)).toMatchObject([{ anonymous: false, survey: { helped: 'The map.' } }]);
    expect(text()).toContain('Thank you.');
  });

  test('near the limit its length is said, over it it cannot be sent', async () => {
    await show('ended');
    await type(fields()[0]!, 'x'.repeat(1_850));
    expect(text()).toContain('1 850 of 2 000 characters');
    expect(named('Send').disabled).toBe(false);
    await type(fields()[0]!, 'x'.repeat(2_050));
    expect(text()).toContain('50 too many');
    expect(named('Send').disabled).toBe(true);
  });

  test('that is refused stays, with the reason', async () => {
    const link = await show('ended');
    link.survey = {
      code: 'final',
      message: 'The postmortem is final; answers would not get into it any more.',
      hint: 'Tell the facilitator.',
    };
    await type(fields()[0]!, 'The traces.');
    await submit(fields()[0]!);
    expect(text()).toContain('The postmortem is final');
    expect(fields()[0]!.value).toBe('The traces.');
  });
});

describe('what is not sent', () => {
  test('is still there after the page was loaded again', async () => {
    await show('ended');
    await type(fields()[1]!, 'No alert on the pool.');
    expect(text()).toContain('Kept on this device until it is sent.');
    await unload();
    await show('ended');
    expect(fields()[1]!.value).toBe('No alert on the pool.');
  });

  test('is not shown to somebody else', async () => {
    await show('ended');
    await type(fields()[1]!, 'Secret.');
    await leave();
    const link = await show('ended');
    link.show({ seat: seatOf('Eve Example', ['bridge']) });
    await leave();
    expect(text()).not.toContain('Secret.');
  });
});

/** A checkbox by the words of its label. */
function ticked(words: string): HTMLElement {
  const label = [...document.querySelectorAll('label')].find((one) => one.textContent.includes(words))!;
  return label.querySelector('input')!;
}
