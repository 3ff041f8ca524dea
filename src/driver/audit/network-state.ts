import { execa } from "execa";
import type { State } from "./host-state.js";

/** The host's own links, routes, rules, nft tables and qdiscs. */
export interface NetworkState {
  links: State;
  routes: State;
  rules: State;
  nftTables: State;
  qdiscs: State;
}

/** Asks iproute2 and nft; what is not installed has no state. */
export async function networkState(): Promise<NetworkState> {
  const [links, routes4, routes6, rules4, rules6, qdiscs, tables] = await Promise.all([
    askJson("ip", ["-j", "-d", "link", "show"]),
    askJson("ip", ["-j", "-4", "route", "show", "table", "all"]),
    askJson("ip", ["-j", "-6", "route", "show", "table", "all"]),
    askJson("ip", ["-j", "-4", "rule", "show"]),
    askJson("ip", ["-j", "-6", "rule", "show"]),
    askJson("tc", ["-j", "qdisc", "show"]),
    ask("nft", ["list", "tables"]),
  ]);
  return {
    links: stateOf(links, ["ifname"], ["mtu", "address", "linkinfo.info_kind"]),
    routes: new Map([...routesOf(routes4, "IPv4"), ...routesOf(routes6, "IPv6")]),
    rules: new Map([...rulesOf(rules4, "IPv4"), ...rulesOf(rules6, "IPv6")]),
    nftTables: new Map(
      tables.split("\n").flatMap((line) => (line ? [[line.replace(/^table /, ""), ""]] : [])),
    ),
    qdiscs: stateOf(qdiscs, ["dev", "parent", "handle"], ["kind"]),
  };
}

/** What iproute2 prints of one object. */
type Printed = Record<string, unknown>;

// Routes that an advertisement or a lease made come, go and change without anybody's doing.
const AUTOMATIC = new Set(["ra", "dhcp", "redirect"]);

function routesOf(printed: Printed[], family: string): [string, string][] {
  return printed
    .filter(({ protocol }) => !AUTOMATIC.has(String(protocol)))
    .map((route) => [
      [family, ...pick(route, ["type", "dst", "gateway", "dev", "table", "metric"])].join(" "),
      JSON.stringify(route.nexthops ?? ""),
    ]);
}

function rulesOf(printed: Printed[], family: string): [string, string][] {
  return printed.map((rule) => [`${family} ${JSON.stringify(rule)}`, ""]);
}

function stateOf(printed: Printed[], name: readonly string[], value: readonly string[]): State {
  return new Map(printed.map((one) => [pick(one, name).join(" "), pick(one, value).join(" ")]));
}

function pick(printed: Printed, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const value = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Printed | undefined)?.[key], printed);
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  });
}

async function askJson(program: string, args: string[]): Promise<Printed[]> {
  const text = await ask(program, args);
  return text === "" ? [] : (JSON.parse(text) as Printed[]);
}

async function ask(program: string, args: string[]): Promise<string> {
  const result = await execa(program, args, { reject: false, stdin: "ignore" });
  return result.failed ? "" : result.stdout.trim();
}
