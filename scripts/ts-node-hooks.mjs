// The hooks of ts-node 10.9.2, in the thread of Node's module loader. It calls a constructor that Node 24 warns of
// (DEP0180) on the standard error of everything that runs from source.
process.noDeprecation = true;

export const { load, resolve } = await import("ts-node/esm");
