-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-AxEXDu3Ow8NJSLAAZIphJR171kd7LYxHYh2uHpbVeT0=",
  style = "sha256-7IptFBL8SCxnDt6/DwL+qkSBu9N167SYLHlp8lJpqV8=",
}
