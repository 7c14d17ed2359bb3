-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-hgf5lNY0OiVOpFSzOgSNQV61ju3epInCbfrmJm99j2s=",
  style = "sha256-bU84+s8Od8QwkCmXKV1Gx+0P+CiJfeO69oPxVPtCe5s=",
}
