/** The most of anything that a rhythm counts; real sources stay far below. */
export const maxAmount = 1e9;
