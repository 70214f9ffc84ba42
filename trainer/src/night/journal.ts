// The record of a night as it is written: after every step, so that a night whose machine died says how far it came.
import { peakMiB } from '../config/peak-memory.ts';
import { canonicalJson, sha256 } from '../files/hash.ts';
import { readObject, putObject } from './json-object.ts';
import type { Lock } from './lock.ts';
import type { NightOptions } from './options.ts';
import { recordKey, recordSchema, type NightOutcome, type NightRecord, type StepName } from './record.ts';

export class Journal {
  readonly record: NightRecord;
  /** Of an attempt at the same night that did not get to its end; null where there was none. */
  readonly earlier: NightRecord | null;
  private readonly options: NightOptions;
  private readonly lock: Lock;
  private readonly now: () => number;

  private constructor(options: NightOptions, lock: Lock, earlier: NightRecord | null) {
    const { date, owner, budgetSeconds, now = Date.now } = options;
    this.options = options;
    this.lock = lock;
    this.earlier = earlier;
    this.now = now;
    const startedAt = new Date(now()).toISOString();
    const budget = budgetSeconds === undefined ? {} : { budgetSeconds };
    this.record = { format: 1, date, owner, startedAt, serving: null, steps: [], ...budget };
  }

  static async open(options: NightOptions, lock: Lock): Promise<Journal> {
    const found = (await readObject(options.store, recordKey(options.date), recordSchema))?.value ?? null;
    const isUnfinished = found?.outcome === undefined || found.outcome === 'broken';
    return new Journal(options, lock, isUnfinished ? found : null);
  }

  /** Whether the earlier attempt did this step, and from these inputs where they are given. */
  didBefore(name: StepName, inputs?: unknown): boolean {
    const before = this.earlier?.steps.find((step) => step.name === name && step.outcome === 'done');
    if (before === undefined) return false;
    return inputs === undefined || before.inputs === sha256(canonicalJson(inputs));
  }

  /** Works, and writes down how it went. @param inputs what the step works from beside the steps before it, or null */
  async step(name: StepName, inputs: unknown, work: () => Promise<string>): Promise<void> {
    await this.lock.renew();
    this.options.say?.(`night: ${name}`);
    const began = performance.now();
    const startedAt = new Date(this.now()).toISOString();
    const note = async (outcome: 'done' | 'failed', says: string): Promise<void> => {
      const seconds = (performance.now() - began) / 1000;
      const hash = inputs === null ? null : sha256(canonicalJson(inputs));
      this.record.steps.push({ name, startedAt, inputs: hash, seconds, peakMiB: peakMiB(), outcome, says });
      await this.keep();
    };
    try {
      const says = await work();
      this.options.say?.(`night: ${name}: ${says}`);
      await note('done', says);
    } catch (error) {
      await note('failed', wordsOf(error));
      throw error;
    }
  }

  async end(outcome: NightOutcome, error?: unknown): Promise<void> {
    if (error !== undefined) this.record.error = wordsOf(error);
    this.record.outcome = outcome;
    this.record.endedAt = new Date(this.now()).toISOString();
    await this.keep();
  }

  private async keep(): Promise<void> {
    await putObject(this.options.store, recordKey(this.options.date), this.record);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
