-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-m2jx5yvxydhq3ovkUy/vaLQER0x/E7CdNg21uJC53cg=",
  style = "sha256-e6S7VsRYH33p2lzV4LOT3XDtukhzPnGCHRTTSMQ8XVM=",
}
