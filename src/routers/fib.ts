import { z } from "zod";
import { FAMILIES } from "../core/index.js";
import { expectedPaths, type Lab, type LabNode, nextHopInterfaces } from "../topology/index.js";

/** A route of the kernel's FIB: its next hops in the order that hash-threshold selection sees them. */
export interface FibRoute {
  nextHops: { dev: string; gateway: string | undefined }[];
}

const hopSchema = z.object({ dev: z.string().optional(), gateway: z.string().optional() });
const routesSchema = z.array(
  hopSchema.extend({ dst: z.string(), nexthops: z.array(hopSchema).optional() }),
);

/** Command that prints the BGP routes of both families as JSON. */
export const SHOW_BGP_ROUTES = ["ip", "-j", "route", "show", "table", "all", "proto", "bgp"];

/** Routes by prefix (host routes without their length) from `ip -j route show`. @throws ZodError on other text. */
export function parseRoutes(json: string): Map<string, FibRoute> {
  const routes = routesSchema.parse(json.trim() === "" ? [] : JSON.parse(json));
  return new Map(
    routes.map(({ dst, nexthops, dev, gateway }) => [
      dst,
      {
        nextHops: (nexthops ?? [{ dev, gateway }]).map((hop) => ({
          dev: hop.dev ?? "",
          gateway: hop.gateway,
        })),
      },
    ]),
  );
}

/** What a router's FIB has to look like: prefix to the interfaces of its next hops, sorted. */
export function expectedFib(lab: Lab, node: LabNode): Map<string, string[]> {
  const fib = new Map<string, string[]>();
  for (const { prefix, nextHops } of expectedPaths(lab)) {
    const neighbours = nextHops.get(node.name);
    if (!neighbours) continue;
    const interfaces = nextHopInterfaces(node, neighbours);
    for (const family of FAMILIES) fib.set(withoutHostLength(prefix[family]), interfaces);
  }
  return fib;
}

/** What differs between a router's FIB and what is expected of it; empty when they agree. */
export function fibDifferences(
  expected: Map<string, string[]>,
  actual: Map<string, FibRoute>,
): string[] {
  const differences: string[] = [];
  for (const [prefix, interfaces] of expected) {
    const seen = (actual.get(prefix)?.nextHops ?? []).map(({ dev }) => dev).sort();
    if (seen.join() !== interfaces.join()) {
      differences.push(
        `${prefix} over ${seen.join("+") || "nothing"} instead of ${interfaces.join("+")}`,
      );
    }
  }
  return differences;
}

/** A prefix as `ip route` prints it: host routes without their length. */
function withoutHostLength(prefix: string): string {
  return prefix.replace(/\/(32|128)$/, "");
}
