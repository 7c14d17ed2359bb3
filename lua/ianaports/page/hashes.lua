-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-Z5waehRHEzSV4ukUwt3o+gIsjf4pZouYDNYNG6+Ju84=",
  style = "sha256-txLd4USr9aBQsFiyjRCQMJRJo/Y26IfqSvw6x15PMZE=",
}
