-- The script and the style that the content security policy allows, by their SHA-256 hashes
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones when a file has changed.

return {
  script = "sha256-+JhiV7m1lf/isg2xK611VocPFqo3XnYmZBBmV9HYk6U=",
  style = "sha256-K/r54UDHKEGrJVS81Qgem7gB7O4k+B+WGFf2awaAT6M=",
}
