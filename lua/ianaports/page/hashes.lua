-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-5sagB3ZsgOnDgb5v8n87zGG4woFZyHIYPqMdRILUkMo=",
  style = "sha256-DWaxi4AlczprrBvy9xHz3eKAVwUiiicNiOueWScqzIc=",
}
