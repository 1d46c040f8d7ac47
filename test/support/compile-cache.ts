import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where Node keeps what it compiled, as the supervisor has it do (`NODE_COMPILE_CACHE`): what is compiled once serves every process and
 * thread of a run, and of the next one. A process of the program starts with half the processor time, a thread that reads pages
 * with a third.
 */
export const compileCache = join(tmpdir(), "wirewatch-test-compile-cache");
