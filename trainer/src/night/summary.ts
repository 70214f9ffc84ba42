// What a night came to, in Markdown: for the page of the job, and beside the record.
import type { GateRule } from '@trimtab/shared/gates.ts';
import type { DataReport, NightRecord } from './record.ts';

export function summaryOf(record: NightRecord): string {
  const { date, outcome = 'not finished', error, serving, candidate, data, gates, steps } = record;
  return [
    `# Night of ${date}: ${outcome}`,
    '',
    ...(error === undefined ? [] : [`> ${error.replaceAll('\n', '\n> ')}`, '']),
    `Served before: ${serving ?? 'nothing'}. Candidate: ${candidate ?? 'none'}${record.start === undefined ? '' : ` (start: ${record.start})`}.`,
    '',
    ...(data === undefined ? [] : dataLines(data)),
    ...(gates === undefined ? [] : gateLines(gates.rules)),
    '## Steps',
    '',
    '| step | outcome | seconds | peak MiB | what |',
    '| --- | --- | ---: | ---: | --- |',
    ...steps.map(
      ({ name, outcome: how, seconds, peakMiB, says }) =>
        `| ${name} | ${how} | ${seconds.toFixed(1)} | ${peakMiB} | ${cell(says)} |`,
    ),
    '',
  ].join('\n');
}

function dataLines(data: DataReport): string[] {
  const rows: [string, string][] = [
    ['interactions, people, items', `${data.rows}, ${data.people}, ${data.items}`],
    ['of these, sent by apps', `${data.sent}`],
    ['new people, new items', `${shown(data.newPeople)}, ${shown(data.newItems)}`],
    ['unknown ids among what apps sent', `${(100 * data.unknownItems).toFixed(1)}%`],
    [
      'events of bots left out',
      `${data.dropped} of ${data.bots} bots (${(100 * data.droppedShare).toFixed(1)}%)`,
    ],
    ['PSI of popularity, of history lengths', `${shown(data.popularityDrift)}, ${shown(data.historyDrift)}`],
  ];
  return [
    '## Data',
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([what, value]) => `| ${what} | ${value} |`),
    '',
  ];
}

/** Rules that fail come first; of slices that pass only how many there are. */
function gateLines(rules: readonly GateRule[]): string[] {
  const failed = rules.filter(({ passed }) => !passed);
  const whole = rules.filter(({ passed, slice }) => passed && slice === undefined);
  const slices = rules.length - failed.length - whole.length;
  return [
    '## Gates',
    '',
    '| rule | figure | bound | |',
    '| --- | ---: | ---: | --- |',
    ...[...failed, ...whole].map(
      ({ name, slice, figure, must, bound, passed, says }) =>
        `| ${name}${slice === undefined ? '' : ` (${slice})`} | ${shown(figure)} | ${must} ${shown(bound)} | ${passed ? 'pass' : '**FAIL**'} ${cell(says ?? '')} |`,
    ),
    '',
    `${slices} rules on slices and concepts passed.`,
    '',
  ];
}

const shown = (figure: number | null): string =>
  figure === null ? 'not measured' : Number.isInteger(figure) ? String(figure) : figure.toPrecision(4);

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').slice(0, 300);
