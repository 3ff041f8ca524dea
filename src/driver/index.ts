export { containerlabDriver } from "./containerlab/driver.js";
export * from "./driver.js";
export { netnsDriver } from "./netns/driver.js";
export * from "./node-shell.js";
