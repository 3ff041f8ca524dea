// Link types that the decoder reads, by the numbers of the tcpdump group's registry (tcpdump.org/linktypes.html).

export const NULL = 0;
export const ETHERNET = 1;
export const PPP = 9;
export const RAW_BSD = 12;
export const RAW_OPENBSD = 14;
export const PPP_HDLC = 50;
export const PPP_ETHER = 51;
export const RAW = 101;
export const LOOP = 108;
export const LINUX_SLL = 113;
export const IPV4 = 228;
export const IPV6 = 229;
export const LINUX_SLL2 = 276;
