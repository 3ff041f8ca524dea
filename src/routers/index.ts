export * from "./frr-conf.js";
