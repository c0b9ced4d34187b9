/**
 * Positions in kilometres on a flat map. Only + - * / are used: the cosine of the engines differs in its last
 * bits from one to the next, and a school moved by one bit would be another run.
 */
const EARTH_RADIUS_KM = 6371.0088;
const RADIANS_A_DEGREE = 0.017453292519943295;

/** cos(x) for |x| <= pi/2 by its series up to x^18, good to 1e-12. */
export function cosine(x: number): number {
  const s = x * x;
  let sum = 1;
  let term = 1;
  for (let k = 2; k <= 18; k += 2) {
    term = (-term * s) / (k * (k - 1));
    sum += term;
  }
  return sum;
}

export interface Middle {
  latitude: number;
  longitude: number;
}

/** Middle of the box around all places; unlike a mean it is the same in whatever order they come. */
export function middle(places: readonly Middle[]): Middle {
  const mid = (key: keyof Middle) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const place of places) {
      if (place[key] < low) low = place[key];
      if (place[key] > high) high = place[key];
    }
    return (low + high) / 2;
  };
  return places.length === 0
    ? { latitude: 0, longitude: 0 }
    : { latitude: mid('latitude'), longitude: mid('longitude') };
}

/**
 * Kilometres east and north of `centre`, on the equirectangular plane that is true along its parallel: distances
 * are right to 1 % across a county and to 7 % at the ends of England.
 */
export function kilometres(place: Middle, centre: Middle): { x: number; y: number } {
  const scale = EARTH_RADIUS_KM * RADIANS_A_DEGREE;
  return {
    x: scale * cosine(centre.latitude * RADIANS_A_DEGREE) * (place.longitude - centre.longitude),
    y: scale * (place.latitude - centre.latitude),
  };
}
