-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-YPjpIBiql515WzJD5J39PjMQ93miljZcfZ4TY9m1lHQ=",
  style = "sha256-CrNDy9y+6SdWP1M3cCQqG9eWPtrimb2VRMKiB5MmiqY=",
}
