/** The first that fits: each of these names the ones below it as well. */
const browsers: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdgA?\//u, "Edge"],
  [/\bOPR\//u, "Opera"],
  [/\b(?:Firefox|FxiOS)\//u, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium)\//u, "Chrome"],
  [/\bSafari\//u, "Safari"],
  [/\bcurl\//u, "curl"],
];

const systems: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\b(?:iPhone|iPad)\b/u, "iOS"],
  [/\bAndroid\b/u, "Android"],
  [/\bWindows\b/u, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/u, "macOS"],
  [/\bCrOS\b/u, "ChromeOS"],
  [/\bLinux\b/u, "Linux"],
];

/**
 * A browser in words, for people who look for a session that is not theirs.
 *
 * @param agent `User-Agent`, which anybody may have made up
 */
export function agentWords(agent: string): string {
  const named = (known: typeof browsers): string | undefined => known.find(([sign]) => sign.test(agent))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (browser === undefined) return agent === "" ? "a program that does not say its name" : agent.slice(0, 60);
  return system === undefined ? browser : `${browser} on ${system}`;
}
