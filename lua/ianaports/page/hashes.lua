-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-01ZcrCDA0C//EK8MGZHrgYTSPdHuFm1M1qyejNP16gM=",
  style = "sha256-XipxYoMNRvDU0otprNrF7FKbiw/5R+drxa7fMQAieE0=",
}
