import * as oidc from "openid-client";
import type { ConsoleDeps, SingleSignOnSettings } from "../deps.ts";
import { isLoopback } from "../own-host.ts";

/** What is kept in the browser between going to the issuer and coming back. */
export interface SignOnState {
  readonly state: string;
  readonly nonce: string;
  /** Proves that whoever brings the code asked for it (RFC 7636). */
  readonly verifier: string;
  /** Where the person wanted to go. */
  readonly to: string;
}

/** Claims of an ID token whose signature, issuer, audience, nonce and times were checked. */
export type SignedClaims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

/** Log-in by OpenID Connect: authorisation code with PKCE, state and nonce. */
export interface SingleSignOn {
  /** @returns where the browser goes, and what it brings back */
  begin(redirectUri: string, to: string): Promise<{ readonly url: URL; readonly kept: SignOnState }>;
  /**
   * Exchanges the code.
   *
   * @param back address the browser came back to, with its query
   * @throws {Error} when anything about the answer is not as it has to be
   */
  finish(back: URL, kept: SignOnState): Promise<SignedClaims>;
}

/** What the issuer says of itself is asked for again after this long. */
const metadataMs = 3_600_000;
const timeoutSeconds = 10;

/** @param nowMs any steady clock */
export function createSingleSignOn(
  settings: SingleSignOnSettings,
  resolveSecrets: ConsoleDeps["resolveSecrets"],
  nowMs: () => number,
): SingleSignOn {
  let known: { readonly atMs: number; readonly configuration: Promise<oidc.Configuration> } | null = null;

  function configuration(): Promise<oidc.Configuration> {
    if (known !== null && nowMs() - known.atMs < metadataMs) return known.configuration;
    const asked = discover(settings, resolveSecrets);
    known = { atMs: nowMs(), configuration: asked };
    // An issuer that was away is asked again by the next person.
    asked.catch(() => {
      known = null;
    });
    return asked;
  }

  return {
    async begin(redirectUri, to) {
      const verifier = oidc.randomPKCECodeVerifier();
      const kept = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, to };
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: "openid profile email",
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state: kept.state,
        nonce: kept.nonce,
      });
      return { url, kept };
    },
    async finish(back, { state, nonce, verifier }) {
      const tokens = await oidc.authorizationCodeGrant(await configuration(), back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error("the issuer sent no ID token");
      return claims;
    },
  };
}

async function discover(
  { issuer, clientId, clientSecret }: SingleSignOnSettings,
  resolveSecrets: ConsoleDeps["resolveSecrets"],
): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  const secret = clientSecret === null ? null : await resolveSecrets(clientSecret);
  const execute = [oidc.enableNonRepudiationChecks];
  // Without TLS only on this machine, for trying it out.
  if (server.protocol === "http:" && isLoopback(server.hostname)) execute.push(oidc.allowInsecureRequests);
  return oidc.discovery(server, clientId, {}, authentication(secret), { execute, timeout: timeoutSeconds });
}

/** As the issuer wants it; `client_secret_basic` where it does not say (OpenID Connect Discovery 1.0, section 3). */
function authentication(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [post, basic] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, client, body, headers);
  };
}
