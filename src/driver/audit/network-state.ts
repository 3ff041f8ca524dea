import { execa } from "execa";
import { ShiftError } from "../../core/index.js";
import { NODE_PATH } from "../node-path.js";
import type { State } from "./host-state.js";

/** The host's own links, routes, rules, nft tables and qdiscs. */
export interface NetworkState {
  links: State;
  routes: State;
  rules: State;
  nftTables: State;
  qdiscs: State;
}

// A host with many routes takes a second.
const DEADLINE_MS = 20_000;

/**
 * Asks iproute2 and nft; what is not installed has no state.
 * @param unanswered gets each command that failed, with what it said: what it asks for is not in the state
 * @throws ShiftError E_TIMEOUT when one does not answer.
 */
export async function networkState(unanswered: State): Promise<NetworkState> {
  const ask = (program: string, args: string[]) => output(program, args, unanswered);
  const askJson = async (program: string, args: string[]) => {
    const text = await ask(program, args);
    return text === "" ? [] : (JSON.parse(text) as Printed[]);
  };
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
    links: new Map(links.map((link) => [text(link.ifname), linkValue(link)])),
    routes: new Map([...routesOf(routes4, "IPv4"), ...routesOf(routes6, "IPv6")]),
    rules: new Map([...rulesOf(rules4, "IPv4"), ...rulesOf(rules6, "IPv6")]),
    nftTables: new Map(
      tables.split("\n").flatMap((line) => (line ? [[line.replace(/^table /, ""), ""]] : [])),
    ),
    qdiscs: new Map(
      qdiscs.map((qdisc) => [words(qdisc, ["dev", "parent", "handle"]), text(qdisc.kind)]),
    ),
  };
}

/** What iproute2 prints of one object. */
type Printed = Record<string, unknown>;

// Routes that an advertisement or a lease made come, go and change without anybody's doing.
const AUTOMATIC = new Set(["ra", "dhcp", "redirect"]);

function routesOf(printed: Printed[], family: string): [string, string][] {
  return printed
    .filter(({ protocol }) => !AUTOMATIC.has(text(protocol)))
    .map((route) => [
      `${family} ${text(route.dst)} ${words(route, ["type", "gateway", "dev", "table", "metric"])}`,
      JSON.stringify(route.nexthops ?? ""),
    ]);
}

function rulesOf(printed: Printed[], family: string): [string, string][] {
  return printed.map((rule) => [`${family} ${JSON.stringify(rule)}`, ""]);
}

function linkValue(link: Printed): string {
  const info = link.linkinfo as Printed | undefined;
  return [link.mtu, link.address, info?.info_kind].map(text).join(" ");
}

/** `dev eth0 table 100`: the fields that there are, each after its name. */
function words(printed: Printed, names: readonly string[]): string {
  return names.flatMap((name) => (name in printed ? [name, text(printed[name])] : [])).join(" ");
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

async function output(program: string, args: string[], unanswered: State): Promise<string> {
  const command = [program, ...args].join(" ");
  const result = await execa(program, args, {
    reject: false,
    stdin: "ignore",
    timeout: DEADLINE_MS,
    // The PATH of sudo or cron may lack /usr/sbin, and what cannot be asked would look like a host without links.
    env: { PATH: NODE_PATH },
  });
  if (result.timedOut) {
    // What was left behind cannot be told from what was there before.
    const message = `waited ${DEADLINE_MS} ms for ${command}`;
    throw new ShiftError({ code: "E_TIMEOUT", message });
  }
  if (!result.failed) return result.stdout.trim();
  if (result.code !== "ENOENT") {
    unanswered.set(command, result.stderr.trim() || (result.shortMessage ?? ""));
  }
  return "";
}
