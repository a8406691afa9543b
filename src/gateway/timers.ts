/** The longest time that Node's timers bear, in milliseconds: one that is set for longer goes off at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;
