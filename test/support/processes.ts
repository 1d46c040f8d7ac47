import { execFileSync } from "node:child_process";
import { connect } from "node:net";

/** Command lines of the running processes whose arguments or environment hold a text, e.g. the folder they were started for. */
export function processesWith(text: string): string[] {
  return execFileSync("ps", ["axeww", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .filter((line) => line.includes(text))
    .map((line) => line.trim().slice(0, 120));
}

/** True when something accepts connections on a port of this machine. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
