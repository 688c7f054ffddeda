/** A key and a certificate for this machine that nobody but itself has signed, good for a hundred years. */
export const selfSigned = {
	key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg10qowNTufG+cVHd7
xHULYWHyvCx/zbTZaqCNmXuVVpKhRANCAATs0oEKqxCYMdqpVtll0bvpyzmC56mW
xeb1yig1eMXnOZNjyiv+zysEs2uzwAarFfM7RGwIkCRtAXUxjOOJoggE
-----END PRIVATE KEY-----`,
	cert: `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUEpkgxtALGDIP9Ow1Hj+OMaej77wwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDE0MTMzNloYDzIxMjYxMTA2
MTQxMzM2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATs0oEKqxCYMdqpVtll0bvpyzmC56mWxeb1yig1eMXnOZNjyiv+zysE
s2uzwAarFfM7RGwIkCRtAXUxjOOJoggEo1MwUTAdBgNVHQ4EFgQUuf8/sd/yPzSd
ZED0ntvho9BQlgwwHwYDVR0jBBgwFoAUuf8/sd/yPzSdZED0ntvho9BQlgwwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAub4T21Wm+WKbzvi0ocQ4
b+i4aEXqFvk9DXdVRyXk19oCIDTdt/2ndfYnMIxz4mjN1iLTjZW1sfAAw3jZYgIZ
OV7G
-----END CERTIFICATE-----`,
};
