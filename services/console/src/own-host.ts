import { isIP } from "node:net";
import type { Config } from "@wirewatch/config";
import type { ConfigReader } from "@wirewatch/store";

const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);

/** True for addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host);
}

/**
 * True when a request was meant for this server: its Host is a name of this machine, an address, or the name in
 * `public_url`. Against DNS rebinding: a page elsewhere may make a browser call this port under a name of its own.
 *
 * @param host the Host header
 */
export async function isOwnHost(host: string | undefined, config: ConfigReader<Config>): Promise<boolean> {
  if (host === undefined) return false;
  const name = host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  if (isLoopback(name) || isIP(name) !== 0) return true;
  const { config: current } = await config.current();
  const { publicUrl } = current.alerts;
  return publicUrl !== null && new URL(publicUrl).hostname === name;
}
