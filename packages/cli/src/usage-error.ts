/** Thrown for wrong words on the command line; the message is all the user needs. */
export class UsageError extends Error {}
