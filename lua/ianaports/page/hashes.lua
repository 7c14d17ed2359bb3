-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-35RNUg0AI+CQiS7xu8SbrEXgc4PRd6ElOVCQNOlRVDM=",
  style = "sha256-RlsKFC+L7lq/Hrn0g1ersElLwYs+pJB3Re/2zFpoimM=",
}
