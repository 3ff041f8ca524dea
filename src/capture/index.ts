export * from "./points.js";
export * from "./tcpdump.js";
