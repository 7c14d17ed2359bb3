-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-yYrBJdO/1SNjlOoH2hEXkVu/Got9YMprFiTxkv6f9+M=",
  style = "sha256-po0quyEP+VR7kDaXRDD1fDGoYs2OcBAw3c0oyQO1hUc=",
}
