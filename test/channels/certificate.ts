// A key and certificate for localhost, made for these tests alone (2020 to 2120), and a way to trust it.
import tls from "node:tls";

/** The private key of the test certificate. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg60Gj7GDWVIgcn/EP
IgLkEUkeL/qP/bwDc8mYlb7D1C6hRANCAARKGIWFmxw5RNRW28XkM3h+ohFR/XLm
GcdeM6csASUMAU80lm3ewdcubJfdRTKKWP6Zn3yj9be5VmcmWPBdqtx8
-----END PRIVATE KEY-----
`;

/** Self-signed, for localhost and 127.0.0.1. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEoYhYWbHDlE1Fbb
xeQzeH6iEVH9cuYZx14zpywBJQwBTzSWbd7B1y5sl91FMopY/pmffKP1t7lWZyZY
8F2q3HyjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBQmr+N4+kzunZa2bgmU4bMp9kYqijAKBggqhkjOPQQD
AgNHADBEAiBvEhqyICYt+WfQIRDEEPOyn5FQd/okiHhehfywWrI77wIgNKs+5TsY
bdeuz2i/WitwDdZUOU9pypDwRDOxik0v/QQ=
-----END CERTIFICATE-----
`;

/** Runs `act` with the test certificate trusted in this process, and none after: reading the usual ones takes 10 ms a time. */
export async function whileTrusted<T>(act: () => Promise<T>): Promise<T> {
  tls.setDefaultCACertificates([certificate]);
  try {
    return await act();
  } finally {
    tls.setDefaultCACertificates([]);
  }
}
