// Values of Zeek's conn_state (scripts/base/protocols/conn/main.zeek).

export const S0 = 0;
export const S1 = 1;
export const SF = 2;
export const REJ = 3;
export const S2 = 4;
export const S3 = 5;
export const RSTO = 6;
export const RSTR = 7;
export const RSTOS0 = 8;
export const RSTRH = 9;
export const SH = 10;
export const SHR = 11;
export const OTH = 12;
