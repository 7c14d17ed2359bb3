-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-Lw9M7ZEU+16TV661nbiVvlgJ7URBI0x5y8MKwH1bkSU=",
  style = "sha256-fq5D+SRop7l2RFvh1Q9iHoljy5liFp/6XUjqZO5AhHM=",
}
