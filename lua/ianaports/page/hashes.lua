-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-I1LEPUohd/FuBL5ymbTWKkO38Q5EMjDVKMKlq+L+IG0=",
  style = "sha256-fq5D+SRop7l2RFvh1Q9iHoljy5liFp/6XUjqZO5AhHM=",
}
