-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-pVHzZFwE4Wh5ks880/EYwfpts5tqAlivcno9TV9axlU=",
  style = "sha256-SBO3j2G0LqZqlskOuuuxh9tlF4zGyWp358TAAcPk5fc=",
}
