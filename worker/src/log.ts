// One JSON object a line, for machines to read. Never histories, tokens, names or addresses.

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  event: string;
  [field: string]: unknown;
}

export type Log = (line: LogLine) => void;

export const logToConsole: Log = (line) => {
  if (line.level === 'error') console.error(JSON.stringify(line));
  else if (line.level === 'warn') console.warn(JSON.stringify(line));
  else console.log(JSON.stringify(line));
};
