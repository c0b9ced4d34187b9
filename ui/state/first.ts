/** What the page opens with; these scenarios come with its first code, all others after the first chart. */
export const FIRST_SIDES = ['hampshire-competition', 'hampshire-partnership'] as const;
