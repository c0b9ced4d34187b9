/**
 * One declaration a parameter: from it come the type, the default, the bounds check, the YAML key, the control
 * on the page, the command-line flag, the sweep axis and the documentation row.
 */

interface Declared {
  /** One sentence for a newcomer. */
  doc: string;
  /** Section of a source (B, O, E, N, G as in the model description), or 'assumption'. */
  source: string;
  /** A lever is something a policy maker could set; all else describes how people and schools behave. */
  lever?: boolean;
  /** Fixed when the run starts: a dated change may not touch it. */
  structural?: boolean;
}

export interface NumberParameter extends Declared {
  kind: 'number';
  default: number;
  min: number;
  max: number;
  unit: string;
  integer: boolean;
}

export interface ChoiceParameter<T extends string = string> extends Declared {
  kind: 'choice';
  default: T;
  options: readonly T[];
}

export interface FlagParameter extends Declared {
  kind: 'flag';
  default: boolean;
}

export type Parameter = NumberParameter | ChoiceParameter | FlagParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

export type Value = number | string | boolean;

/** The plain values of a group of declarations. */
export type Values<P extends Parameters> = {
  -readonly [K in keyof P]: P[K] extends NumberParameter
    ? number
    : P[K] extends ChoiceParameter<infer T>
      ? T
      : boolean;
};

export function number(
  declared: Declared & { default: number; min: number; max: number; unit: string; integer?: boolean },
): NumberParameter {
  return { kind: 'number', integer: false, ...declared };
}

export function choice<const T extends string>(
  declared: Declared & { default: NoInfer<T>; options: readonly T[] },
): ChoiceParameter<T> {
  return { kind: 'choice', ...declared };
}

export function flag(declared: Declared & { default: boolean }): FlagParameter {
  return { kind: 'flag', ...declared };
}

/** The values of a group when nothing is set. */
export function defaults<P extends Parameters>(parameters: P): Values<P> {
  const values: Record<string, Value> = {};
  for (const [name, parameter] of Object.entries(parameters)) values[name] = parameter.default;
  return values as Values<P>;
}

/** The values with every lever at its default, as things are where policy has set nothing. */
export function withUsualLevers<P extends Parameters>(parameters: P, values: Values<P>): Values<P> {
  const usual: Record<string, Value> = { ...values };
  for (const [name, parameter] of Object.entries(parameters))
    if (parameter.lever) usual[name] = parameter.default;
  return usual as Values<P>;
}

/** What a value of this parameter may be, in words: for errors, tooltips and the documentation. */
export function allowed(parameter: Parameter): string {
  if (parameter.kind === 'flag') return 'true or false';
  if (parameter.kind === 'choice') return `one of ${parameter.options.join(', ')}`;
  const { min, max, unit, integer } = parameter;
  const kind = integer ? 'a whole number' : 'a number';
  return `${kind} from ${min} to ${max}${unit === '' ? '' : ` (${unit})`}`;
}

/** Why `value` is not a value of `parameter`, or null when it is one. */
export function problem(parameter: Parameter, value: unknown): string | null {
  if (parameter.kind === 'flag') return typeof value === 'boolean' ? null : 'wrong type';
  if (parameter.kind === 'choice') {
    if (typeof value !== 'string') return 'wrong type';
    return parameter.options.includes(value) ? null : 'not an option';
  }
  if (typeof value !== 'number') return 'wrong type';
  if (!Number.isFinite(value)) return 'not finite';
  if (parameter.integer && !Number.isInteger(value)) return 'not a whole number';
  if (value < parameter.min) return 'too small';
  if (value > parameter.max) return 'too large';
  return null;
}

/** `choiceIntensity` reads "Choice intensity": the one name in YAML, on controls and on axes. */
export function label(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
