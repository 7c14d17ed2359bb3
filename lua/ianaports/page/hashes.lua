-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-+e2hG08Si1ao7Aed87dfGDjnzw+exkP3gXwYTvLdNQ8=",
  style = "sha256-/a1TdUv4x397X7a577y/i5KvUlcEW7BKLhRrbSoTBR8=",
}
