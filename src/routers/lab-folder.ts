import { type ClabOptions, type Lab, labFiles } from "../topology/index.js";
import { frrConf } from "./frr-conf.js";

/** Every file of a lab's folder by relative path, frr.conf of each router among them. */
export function labFolder(lab: Lab, options: ClabOptions): Map<string, string> {
  const files = labFiles(lab, options);
  for (const node of lab.nodes) {
    // Origins speak no BGP.
    if (node.asn !== 0) files.set(`${node.name}/frr.conf`, frrConf(lab, node));
  }
  return files;
}
