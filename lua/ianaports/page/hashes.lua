-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-F28N8r+wwXpME4AqUtQypzQ/14tD3O/TyWghbpgzArA=",
  style = "sha256-rUHD5J/TpgM5Chxj6yUEUnrrDZACSYfZ90m3Jt3l2ug=",
}
