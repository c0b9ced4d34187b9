import type { Ties } from './bonds.ts';
import type { Middle } from './plane.ts';
import type { Phase } from './register-codes.ts';

/** A school as far as its row tells; null is what was left blank. */
export interface Draft extends Ties {
  id: number;
  name: string;
  phase: Phase;
  lowAge: number | null;
  highAge: number | null;
  position: { x: number; y: number } | null;
  place: Middle | null;
  roll: number | null;
  places: number | null;
  /** 0 to 100. */
  lowMeans: number | null;
  denomination: string;
  grade: number | null;
  district: string;
  progress: number | null;
  attainment8: number | null;
}
