-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-G9A1O2lgtjRMD+Pkjt2rvYalgQvkr0s4XiUGJ2oIOaM=",
  style = "sha256-lJHl0PQ2YV9U6EtKIM76daXS/MFUD0Rcp8gmwYl/Fac=",
}
