-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-5mNNoIXItMcJWloSj0OJC3ZIare/k2tp42Xt4u+rn68=",
  style = "sha256-T/XDn8X2N4qXGbdIDndqdl8Ez0MskfBOOjLARZ8N+8M=",
}
