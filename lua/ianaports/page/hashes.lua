-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-KCx2SwROYi8xJ9rBeBrDF3gaPv1BXQXA9OOK1xQmvXA=",
  style = "sha256-JdfUcpWISypAjHJA7+/YLBKm2bEgsjo/CGT66yN3B88=",
}
