import { signWebhook } from "@wirewatch/alerting";
import { allTexts } from "./entries.ts";
import type { Complaint, Path } from "./locate.ts";
import { MissingSecretError, resolveSecrets, secretReferences, type SecretSources } from "./secrets.ts";

/**
 * References in a file to variables and files that are missing, secrets that cannot sign, and tokens that can be
 * guessed. Values are read and forgotten; no complaint holds one.
 */
export async function secretComplaints(root: unknown, sources: SecretSources): Promise<readonly Complaint[]> {
  const checked = allTexts(root).map(async ({ path, value }) => {
    const references = secretReferences(value);
    const missing = await Promise.all(
      references.map((reference) => missingSecret(path, reference.text, reference.at, sources)),
    );
    const complaints = missing.filter((complaint) => complaint !== null);
    if (references.length === 0 || complaints.length > 0) return complaints;
    if (isSigningSecret(path)) return signingComplaints(path, await resolveSecrets(value, sources));
    return isIngestToken(path) ? tokenComplaints(path, await resolveSecrets(value, sources)) : [];
  });
  return firstOfEach((await Promise.all(checked)).flat());
}

/** A reference that is used in several places is reported at the first. */
function firstOfEach(complaints: readonly Complaint[]): readonly Complaint[] {
  const seen = new Set<string>();
  return complaints.filter(({ message }) => !seen.has(message) && seen.add(message));
}

async function missingSecret(
  path: Path,
  reference: string,
  at: number,
  sources: SecretSources,
): Promise<Complaint | null> {
  try {
    await resolveSecrets(reference, sources);
    return null;
  } catch (error) {
    if (!(error instanceof MissingSecretError)) throw error;
    const expected = "a variable or file with the secret";
    return { path, at, found: reference, expected, message: `${reference} cannot be resolved: ${error.message}.` };
  }
}

function isSigningSecret(path: Path): boolean {
  const signs = path.includes("webhook") || path.includes("ingest");
  return signs && (path.includes("secret") || path.includes("secrets"));
}

function isIngestToken(path: Path): boolean {
  return path.includes("ingest") && path.at(-1) === "token";
}

/** Anybody on the network may try tokens; 16 characters are beyond guessing. */
const minTokenLength = 16;

function tokenComplaints(path: Path, token: string): readonly Complaint[] {
  if (token.length >= minTokenLength && /^[\x21-\x7e]+$/.test(token)) return [];
  const expected = `at least ${minTokenLength} characters without spaces`;
  const message = `the token behind this reference can be guessed or not be sent: expected ${expected}, e.g. from \`openssl rand -hex 24\`.`;
  return [{ path, found: "a token that is too short", expected, message }];
}

function signingComplaints(path: Path, secret: string): readonly Complaint[] {
  try {
    signWebhook([secret], "check", 0, "");
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const expected = "whsec_ and base64 of 24 to 64 random bytes";
    const found = "a secret that cannot sign";
    return [
      {
        path,
        found,
        expected,
        message: `the secret behind this reference cannot sign: ${error.message.replace("webhook secret 1", "it")}.`,
      },
    ];
  }
}
