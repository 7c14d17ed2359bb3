-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-/srqO/IqE7h97aC+NtLeYuCdxuQA7HtOsxuDDF2Zhho=",
  style = "sha256-21R798acdSyax+MLLyFJVqC9QRVVng4dzf7GF3BaXWs=",
}
