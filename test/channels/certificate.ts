// A key and certificate for localhost, made for these tests alone (2020 to 2120), and a way to trust it.
import tls from "node:tls";

/** The private key of the test certificate. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg60Gj7GDWVIgcn/EP
IgLkEUkeL/qP/bwDc8mYlb7D1C6hRANCAARKGIWFmxw5RNRW28XkM3h+ohFR/XLm
GcdeM6csASUMAU80lm3ewdcubJfdRTKKWP6Zn3yj9be5VmcmWPBdqtx8
-----END PRIVATE KEY-----
`;

/** Self-signed, for localhost and 127.0.0.1, and for the names of README where a network has nobody else. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEoYhYWbHDlE1Fbb
xeQzeH6iEVH9cuYZx14zpywBJQwBTzSWbd7B1y5sl91FMopY/pmffKP1t7lWZyZY
8F2q3HyjbDBqMDgGA1UdEQQxMC+CCWxvY2FsaG9zdIcEfwAAAYIQbWFpbC5leGFt
cGxlLm9yZ4IKamFyY2hlLmNvbTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBQm
r+N4+kzunZa2bgmU4bMp9kYqijAKBggqhkjOPQQDAgNIADBFAiBC43Iyv2ExkdZt
pfQg1mxwCFDOOmJIfU2rk2DemjJraAIhAOiNVUQIruJe9Waf0DVLFep86OEro/7S
J+eXYGfi7OSi
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
