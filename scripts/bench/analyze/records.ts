/**
 * Makes every record and verdict of a capture with the library and lets them go: what a program that uses the library pays.
 * Usage: node records.js LIBRARY FILE
 */
const [, , library, file] = process.argv as [string, string, string, string];
const { analyzeStream } = (await import(
  library
)) as typeof import("../../../src/analysis/index.js");
let shifted = 0;
let connections = 0;
const { totals } = await analyzeStream([file], {}, ({ record }) => {
  connections++;
  if (record.shifted.grade !== "no") shifted++;
});
console.log(JSON.stringify({ packets: totals.packets, connections, shifted }));
