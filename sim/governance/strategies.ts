/**
 * How organisations of different services work together, as data. Strategies: trust and informal relations cost
 * little, can do much, are hard to achieve and collapse when persons change; reallocated assignments are formal,
 * cost little and can do a middling amount; formalised team building needs both structures and close relations,
 * costs much and can do much. Interdependence: the closer the services are intertwined, the more they achieve, the
 * harder they are to bring about and to unravel (B 2.2, 2.3). Ranks are the source's, numbers assumptions.
 */
export interface Strategy {
  name: string;
  /** Hours a week that one agency takes from a school. */
  hours: number;
  /** Formality of the agreement, 0 to 1: stands in for missing trust. */
  formality: number;
  /** How far the people are brought together and helped to understand each other, 0 to 1. */
  facilitation: number;
  /** What the work can do, as a share of the most. */
  strength: number;
  /** Share of trust that stays when persons change. */
  kept: number;
  source: string;
}

export const strategies: readonly Strategy[] = [
  {
    name: 'commitment-based',
    hours: 0.6,
    formality: 0.1,
    facilitation: 0.2,
    strength: 0.85,
    kept: 0.25,
    source: 'B 2.3',
  },
  {
    name: 'reallocated assignments',
    hours: 0.6,
    formality: 0.7,
    facilitation: 0.1,
    strength: 0.5,
    kept: 0.85,
    source: 'B 2.3',
  },
  {
    name: 'formalised team building',
    hours: 1.8,
    formality: 0.6,
    facilitation: 0.9,
    strength: 1,
    kept: 0.7,
    source: 'B 2.3',
  },
];

export interface Interdependence {
  name: string;
  /** What it does to what the work achieves, times. */
  strength: number;
  /** What it does to the hours, times. */
  hours: number;
  /** What it takes from the log odds of success. */
  demand: number;
  /** How far the two grow together in time, 0 to 1: the share of breaks they outlast. */
  bound: number;
  source: string;
}

export const interdependences: readonly Interdependence[] = [
  { name: 'pooled', strength: 0.6, hours: 0.8, demand: 0, bound: 0.1, source: 'B 2.2' },
  { name: 'sequential', strength: 0.8, hours: 1, demand: 0.3, bound: 0.5, source: 'B 2.2' },
  { name: 'reciprocal', strength: 1, hours: 1.3, demand: 0.6, bound: 0.9, source: 'B 2.2' },
];
