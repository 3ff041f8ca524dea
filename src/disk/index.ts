export { makeFolder } from "./make-folder.js";
export { diskError, removeIfPossible, writeWhole } from "./write-whole.js";
