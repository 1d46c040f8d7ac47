/** A port of the loopback interface that nobody listens on now, found as the program finds its own. */
export { freePort } from "../../packages/cli/src/postgres/port.ts";
