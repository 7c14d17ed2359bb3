-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-PTu1hpj+8zzRmBBraQPHHi4LrYyLSnt8CWAaYociSnc=",
  style = "sha256-I/TADY3gYmg7Q9Lh7OIaYIT7wF7J2YVNMU0OMcD7ycU=",
}
