export { makeFolder } from "./make-folder.js";
export { diskError, writeWhole } from "./write-whole.js";
