/** Port of the web servers of devices. */
export const HTTP_PORT = 80;
/** Port of iperf 2, if it is told none. */
export const IPERF2_PORT = 5001;
/** Port of iperf3, if it is told none. */
export const IPERF3_PORT = 5201;
