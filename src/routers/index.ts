export * from "./commands.js";
export * from "./compare.js";
export * from "./fib.js";
export * from "./frr-conf.js";
export * from "./lab-folder.js";
export * from "./route-get.js";
