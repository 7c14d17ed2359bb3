-- The script and the style that the content security policy allows, by their SHA-256 hashes
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones when a file has changed.

return {
  script = "sha256-2RfgiVDKHOgsypiTpWSHprzvyz6NVaLCG6cEM9ZhMBc=",
  style = "sha256-KpBySf6moq1a6a+Vp6KmGnMdADiuWpAVKUW4nSZ1xLE=",
}
