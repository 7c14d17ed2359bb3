-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-CYCBAFjpufp5bKqt0Iec+FUmROK1HZtbpa5BBR9i9Ic=",
  style = "sha256-xzVqTkcna/6YhLDKOz3833RTYzijFptZziTFe8z/n/s=",
}
