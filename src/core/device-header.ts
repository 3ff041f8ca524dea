/** Header of a device's HTTP answers that names the device. */
export const DEVICE_HEADER = "X-Device";
