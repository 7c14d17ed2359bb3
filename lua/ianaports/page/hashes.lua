-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-6bXsmCCBBq2YCTGNf/v/iiWbQfu0BomFXURSPJPc1NU=",
  style = "sha256-f4mQ6M0DjzCWWPc31AhWhs4eWDRXW05nHShvfifNEPc=",
}
