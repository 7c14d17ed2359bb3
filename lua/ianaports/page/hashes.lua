-- The script and the style that the content security policy allows, by their SHA-256 hashes
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones when a file has changed.

return {
  script = "sha256-IUmNjwDKKPVBDfo9vCHYwErAFufyYoyA8cLBB8jy00k=",
  style = "sha256-1WJIq55Dmdo4S1agMlxPkN/1Q9UKf2jWchKHzSxQyss=",
}
