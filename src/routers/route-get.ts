import { z } from "zod";
import { type Family, HTTP_PORT } from "../core/index.js";

/** A packet of a connection to a device's web server as a router receives it. */
export interface RouteQuestion {
  from: string;
  to: string;
  sourcePort: number;
  /** The router's interface that it comes in by. */
  iif: string;
  /** The packet mark that nft gives it there. */
  mark?: number | undefined;
}

/** Command that answers questions on its standard input, all in one process; it goes on after one without an answer. */
export function routeGet(family: Family): string[] {
  return ["ip", `-${family}`, "-j", "-force", "-batch", "-"];
}

/**
 * The questions as `ip -batch` reads them (ip-route(8), `route get`): for what the packet does, or for the whole route
 * that it matches.
 */
export function routeQuestions(
  questions: readonly RouteQuestion[],
  { whole = false }: { whole?: boolean } = {},
): string {
  const get = whole ? "route get fibmatch" : "route get";
  return questions
    .map(({ from, to, sourcePort, iif, mark }) => {
      const marked = mark === undefined ? "" : ` mark ${mark}`;
      return `${get} ${to} from ${from} iif ${iif} ipproto tcp sport ${sourcePort} dport ${HTTP_PORT}${marked}\n`;
    })
    .join("");
}

const hop = z.object({ dev: z.string().optional() });
const answerSchema = z.tuple([hop.extend({ nexthops: z.array(hop).optional() })]);

/**
 * The interface that each packet leaves by, in the order of the questions; of a whole route those of all its next hops,
 * among which the kernel chooses by its hash. None where there is no route.
 * @throws RangeError when the output does not fit so many questions, ZodError when it is no answer.
 */
export function routeAnswers(
  { stdout, stderr }: { stdout: string; stderr: string },
  questions: number,
): string[][] {
  // What has no route is named by its line on the other stream: `Command failed -:2`.
  const failed = new Set(
    [...stderr.matchAll(/^Command failed -:(\d+)$/gm)].map(([, n]) => Number(n)),
  );
  const lines = stdout.split("\n").filter((line) => line !== "");
  if (lines.length + failed.size !== questions) {
    throw new RangeError(
      `${lines.length} answers and ${failed.size} failures to ${questions} questions: ${stderr.slice(0, 200)}`,
    );
  }
  let next = 0;
  return Array.from({ length: questions }, (_, index) => {
    if (failed.has(index + 1)) return [];
    const [answer] = answerSchema.parse(JSON.parse(lines[next++] as string));
    return (answer.nexthops ?? [answer]).flatMap(({ dev }) => dev ?? []);
  });
}
