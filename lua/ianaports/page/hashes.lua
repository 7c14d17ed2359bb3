-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-1aG6i4ykH6/YiDbj0UQpNU49zW7QJF/54SGBvRMPlGc=",
  style = "sha256-DCdbGta5i6D1H9ZahQWJuPPtjllQHFgDQ5rue7nioZI=",
}
