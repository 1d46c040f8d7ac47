/**
 * Version of stored keys and body hashes. Raise it with every change to what `fingerprint` gives for a text (the test beside
 * knows): texts with another version are not compared by keys until `wirewatch reindex similarity` has made them anew.
 */
export const fingerprintVersion = 1;
