// Axes: round numbers that cover the values, and labels of which no two are the same.

export interface Axis {
  /** Ascending; the first and the last are the ends of the axis. */
  ticks: number[];
  /** As many decimals as tell the ticks apart. */
  label: (value: number) => string;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** 1, 2, 2.5 or 5 times a power of ten, the smallest that needs at most `most` steps; whole where it must be. */
function stepFor(width: number, most: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(width / most));
  const steps = STEPS.map((step) => step * power).filter((step) => !isWhole || Number.isInteger(step));
  const found = steps.find((step) => width / step <= most * (1 + 1e-9));
  return found ?? (isWhole ? 1 : 10 * power);
}

interface AxisOptions {
  /** Steps at most. */
  most?: number;
  /** Where the axis must begin or end, such as 0 for a count. */
  include?: readonly number[];
  /** Nothing between whole numbers is marked. */
  isWhole?: boolean;
  percent?: boolean;
}

export function axisOf(values: readonly number[], options: AxisOptions = {}): Axis {
  const { most = 5, include = [], isWhole = false, percent = false } = options;
  const all = [...values, ...include].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const width = high > low ? high - low : Math.abs(high) || 1;
  const step = stepFor(width, most, isWhole);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  const decimals = decimalsOf(percent ? 100 * step : step);
  const label = (value: number): string =>
    percent ? `${(100 * value).toFixed(decimals)}%` : grouped(value, decimals);
  return { ticks, label };
}

/** Without the tails of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const decimalsOf = (step: number): number =>
  [0, 1, 2, 3, 4, 5, 6].find((digits) => Math.abs(step - Number(step.toFixed(digits))) < 1e-9) ?? 6;

const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
