-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-O00EVisBmnssJaBhU7yvChgMfUaFaaAKBW37fpCCzQQ=",
  style = "sha256-e8subKMDqzANYnMCjbhnLUiyywSPKGVXmW7NL2yToQU=",
}
